"""Of two people who are one, what one gave up is given up, whichever id a link has."""

from html import unescape
from pathlib import Path
from uuid import UUID

import pytest
from pydantic import SecretStr

from services.notifications.mails.values import Topic
from services.notifications.unsubscribing.values import UNSUBSCRIBE
from shared.contracts.accounts import AccessRole
from shared.ids import new_id
from shared.settings import Settings
from tests.conftest import OpenHouse
from tests.house import House
from tests.notifications.conftest import house_with, kept, settled, tell
from tests.notifications.test_postgres import url
from tests.notifications.test_preferences import PAGE, at, choose, chosen, door
from tests.notifications.test_unsubscribing import CLICK, path, stranger
from tests.notifications.town import Town, person

__all__ = ["url"]

ONBOARDING = UNSUBSCRIBE[Topic.ONBOARDING]


@pytest.fixture
async def house(open_house: OpenHouse, town: Town) -> House:
    house = await open_house("notifications")
    await tell(house, *town.everything())
    return house


async def merge(house: House, merged: UUID, into: UUID | None, version: int = 1) -> None:
    record = person(merged, "Jörg-Uwe", "O'Neill-Müßig", "joerg.oneill@awo.example", version)
    await tell(house, record.model_copy(update={"merged_into": into}))


async def give_up(house: House, person_id: UUID, **wanted: str) -> None:
    link = path(house, person_id, ONBOARDING)
    answer = await stranger(house).post(link, data=wanted or CLICK)
    assert answer.status_code in (200, 303)


async def test_a_link_of_who_was_merged_holds_for_whoever_stands_for_them(
    house: House, town: Town
) -> None:
    """However often they were merged, and whether they gave it up before or after."""
    first, second = new_id(), new_id()
    await merge(house, first, second)
    await merge(house, second, town.worker)
    await give_up(house, first)
    await tell(house, town.hired())
    await settled(house, "withdrawn")
    assert await kept(house) == []


@pytest.mark.real
async def test_and_so_it_does_on_postgresql(url: str, tmp_path: Path, town: Town) -> None:
    """Where a person's page sees the rows of their municipality."""
    settings = Settings(
        database_url=url,
        secret=SecretStr("s" * 32),
        mail_from="post@bergkamen.example",
        _env_file=None,
    )
    async with house_with(tmp_path, settings) as house:
        await tell(house, *town.everything())
        other = new_id()
        await merge(house, other, town.worker)
        await give_up(house, other)
        http = await door(house, town.worker, at(AccessRole.WORKER, town.carrier))
        assert 'value="off" checked' in unescape((await http.get(PAGE)).text)
        await choose(http, onboarding="now")
        assert await chosen(house) == set()
        await give_up(house, other)
        await tell(house, town.hired())
        await settled(house, "withdrawn")


async def test_their_page_says_so_and_what_is_wanted_again_is_wanted(
    house: House, town: Town
) -> None:
    other = new_id()
    await merge(house, other, town.worker)
    await give_up(house, other)
    http = await door(house, town.worker, at(AccessRole.WORKER, town.carrier))
    assert 'value="off" checked' in unescape((await http.get(PAGE)).text)
    await choose(http, onboarding="now")
    assert await chosen(house) == set()
    assert 'value="off" checked' not in unescape((await http.get(PAGE)).text)


async def test_two_people_after_all_want_what_each_wanted(house: House, town: Town) -> None:
    other = new_id()
    await merge(house, other, town.worker)
    await give_up(house, other)
    await merge(house, other, None, version=2)
    await tell(house, town.hired())
    await settled(house, "sent")
    assert await chosen(house) == {(other, "onboarding", "off")}
