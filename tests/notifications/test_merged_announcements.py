"""Two people who are one read and confirm under either id what was told to both, and once."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest

from services.notifications.announcements.jobs import owe_announcements
from shared.contracts.accounts import AccessRole
from shared.contracts.merging import PersonMerged, PersonMergeUndone
from shared.contracts.notifications import OWN_ANNOUNCEMENTS
from shared.ids import new_id
from tests.conftest import OpenHouse
from tests.notifications.conftest import tell
from tests.notifications.news import SUBJECT, Newsroom, of
from tests.notifications.test_preferences import door
from tests.notifications.town import Town

MERGE = new_id()


@pytest.fixture
async def news(open_house: OpenHouse, town: Town) -> AsyncGenerator[Newsroom]:
    newsroom = Newsroom()
    await newsroom.opens(await open_house("notifications"), town)
    yield newsroom
    await newsroom.ends()


async def merge(news: Newsroom, *, undone: bool = False) -> None:
    """Jan was entered twice, once as Mara; Mara stays."""
    kind = PersonMergeUndone if undone else PersonMerged
    await tell(news.house, kind(survivor_id=news.mara, merged_id=news.jan, merge_id=MERGE))


async def own_list(news: Newsroom) -> str:
    mara = await door(news.house, news.mara, of(AccessRole.WORKER))
    return (await mara.get(OWN_ANNOUNCEMENTS)).text


async def test_what_both_were_told_is_listed_once_and_confirmed_for_both(news: Newsroom) -> None:
    address = await news.published(to_confirm="ja")
    await merge(news)
    assert (await own_list(news)).count(SUBJECT) == 1
    mara = await door(news.house, news.mara, of(AccessRole.WORKER))
    own = f"{OWN_ANNOUNCEMENTS}/{address.rpartition('/')[2]}"
    assert (await mara.post(own, data={"edition": "1"})).status_code == 303
    told = await news.told()
    assert {told[each].confirmed_edition for each in (news.mara, news.jan)} == {1}


async def test_what_only_the_other_was_told_is_theirs_until_they_are_two_again(
    news: Newsroom,
) -> None:
    await news.published(to="heads")
    ids: dict[str, Any] = {"survivor_id": news.mara, "merged_id": news.head, "merge_id": MERGE}
    await tell(news.house, PersonMerged(**ids))
    assert SUBJECT in await own_list(news)
    await tell(news.house, PersonMergeUndone(**ids))
    assert SUBJECT not in await own_list(news)


async def test_a_changed_text_comes_once_to_two_who_are_one(news: Newsroom) -> None:
    address = await news.published()
    await news.mails(2)
    await merge(news)
    assert (await news.changed(address, text="Doch erst am Montag.")).status_code == 303
    assert (await news.publish(address)).status_code == 303
    mails = await news.mails(3)
    assert mails[-1].worker_id == news.mara
    await merge(news, undone=True)
    await news.run(owe_announcements.__name__)
    assert (await news.mails(4))[-1].worker_id == news.jan
