"""Who has left, and who is one with another by now, is told no more than they should be."""

from collections.abc import AsyncGenerator
from html import unescape
from uuid import UUID

import pytest

from services.notifications.announcements import queries, use_cases
from shared.contracts.accounts import AccessRecord
from shared.contracts.groups import GroupRecord
from shared.contracts.merging import PersonMerged
from shared.contracts.notifications import ANNOUNCEMENTS
from shared.ids import new_id
from shared.messaging.event import EVERYONE
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, URL
from tests.notifications.conftest import tell
from tests.notifications.news import Newsroom
from tests.notifications.test_announcements_owed import me
from tests.notifications.test_unsubscribing import stranger
from tests.notifications.town import Town

GROUP = new_id()
NEWER = "Nun am Samstag."


@pytest.fixture
async def news(open_house: OpenHouse, town: Town) -> AsyncGenerator[Newsroom]:
    newsroom = Newsroom()
    await newsroom.opens(await open_house("notifications"), town)
    group = GroupRecord(version=1, group_id=GROUP, name="Runder Tisch")
    await tell(newsroom.house, group)
    yield newsroom
    await newsroom.ends()


async def told_group(news: Newsroom) -> str:
    """The address of what was published to Jan and Mara; the directory is not asked."""
    address = await news.draft(to=str(GROUP))
    key = UUID(address.removeprefix(f"{ANNOUNCEMENTS}/"))
    async with news.house.context("notifications").database.transaction() as uow:
        row = await queries.one(uow.session, BERGKAMEN, key)
        await use_cases.publish(uow, me(), key, row.version, {news.jan, news.mara})
    return address


async def leaves(news: Newsroom, whom: UUID) -> None:
    access = AccessRecord(version=2, person_id=whom, grants=())
    await tell(news.house, access, tenant=EVERYONE)


@pytest.mark.parametrize("to_group", [True, False])
async def test_who_has_left_gets_no_further_text_neither_by_mail_nor_by_their_link(
    news: Newsroom, to_group: bool
) -> None:
    address = await told_group(news) if to_group else await news.published()
    to = str(GROUP) if to_group else "workers"
    mails = {"Mara" in mail.recipient: mail for mail in await news.mails(2)}
    links = [mails[hers].links[0].removeprefix(URL) for hers in (False, True)]
    await leaves(news, news.mara)

    await news.changed(address, text=NEWER, to=to)
    assert (await news.publish(address)).status_code == 303

    [newest] = (await news.mails(3))[2:]
    assert "Jan" in newest.recipient
    his, hers = [await stranger(news.house).get(each) for each in links]
    assert NEWER in unescape(his.text)
    assert hers.status_code == 410
    assert NEWER not in unescape(hers.text)
    confirming = await stranger(news.house).post(links[1], data={"edition": "2"})
    assert confirming.status_code == 410


@pytest.mark.parametrize("survivor", ["jan", "mara", "author"])
async def test_two_who_are_one_by_now_get_it_once(news: Newsroom, survivor: str) -> None:
    """Whether whoever stands for them was told themselves or not."""
    address = await news.published()
    await news.mails(2)
    stays = getattr(news, survivor)
    for merged in {news.jan, news.mara} - {stays}:
        merge = PersonMerged(survivor_id=stays, merged_id=merged, merge_id=new_id())
        await tell(news.house, merge)

    await news.changed(address, text=NEWER)
    await news.publish(address)

    assert NEWER in (await news.mails(3))[2].text
