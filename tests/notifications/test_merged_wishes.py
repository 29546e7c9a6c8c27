"""What two people wanted who are one, and what each wants when they are two again."""

import pytest

from services.notifications.mails.values import Topic
from services.notifications.merges.models import merged_people
from services.notifications.unsubscribing.values import UNSUBSCRIBE
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import PersonRecord
from shared.contracts.merging import PersonMerged, PersonMergeUndone
from shared.ids import new_id
from tests.conftest import OpenHouse
from tests.house import House
from tests.notifications.conftest import kept, settled, tell
from tests.notifications.test_codes import erase
from tests.notifications.test_preferences import at, choose, chosen, door
from tests.notifications.test_unsubscribing import CLICK, path, stranger
from tests.notifications.town import Town, person

MERGE = new_id()


@pytest.fixture
async def house(open_house: OpenHouse, town: Town) -> House:
    house = await open_house("notifications")
    await tell(house, *town.everything())
    return house


async def merge(house: House, town: Town) -> None:
    """The head was the technician, too; the head stays."""
    ids = {"survivor_id": town.head, "merged_id": town.technician, "merge_id": MERGE}
    await tell(house, PersonMerged(**ids))


async def undo(house: House, town: Town) -> None:
    await tell(
        house,
        PersonMergeUndone(survivor_id=town.head, merged_id=town.technician, merge_id=MERGE),
    )


async def wish(house: House, town: Town, person: str, **wanted: str) -> None:
    role = {"head": AccessRole.HEAD, "technician": AccessRole.CONTACT}[person]
    http = await door(house, getattr(town, person), at(role, town.school))
    assert (await choose(http, **wanted)).status_code == 303


async def test_of_both_the_stricter_counts_and_undone_each_has_their_own(
    house: House, town: Town
) -> None:
    await wish(house, town, "head", cover="off")
    await wish(house, town, "technician", onboarding="off")
    before = await chosen(house)
    await merge(house, town)
    assert await chosen(house) == before | {(town.head, "onboarding", "off")}
    await undo(house, town)
    assert await chosen(house) == before


async def test_what_the_survivor_chooses_holds_and_stays_when_they_are_two_again(
    house: House, town: Town
) -> None:
    await wish(house, town, "technician", onboarding="off")
    await merge(house, town)
    await wish(house, town, "head", onboarding="now", cover="off")
    assert (town.head, "onboarding", "off") not in await chosen(house)
    await undo(house, town)
    assert await chosen(house) == {
        (town.head, "cover", "off"),
        (town.technician, "onboarding", "off"),
    }


async def test_a_letter_to_who_stays_is_not_sent_where_the_other_wanted_none(
    house: House, town: Town
) -> None:
    await wish(house, town, "technician", onboarding="off")
    ids = {"survivor_id": town.worker, "merged_id": town.technician, "merge_id": MERGE}
    await tell(house, PersonMerged(**ids))
    await tell(house, town.hired())
    await settled(house, "withdrawn")
    assert await kept(house) == []


async def test_the_link_in_a_mail_from_before_gives_it_up_for_who_stays(
    house: House, town: Town
) -> None:
    """Also when who stays is merged in turn."""
    await merge(house, town)
    ids = {"survivor_id": town.personnel, "merged_id": town.head, "merge_id": new_id()}
    await tell(house, PersonMerged(**ids))
    link = path(house, town.technician, UNSUBSCRIBE[Topic.ONBOARDING])
    await stranger(house).post(link, data=CLICK)
    assert await chosen(house) == {(town.personnel, "onboarding", "off")}


async def test_nobody_stands_for_who_was_erased(house: House, town: Town) -> None:
    await tell(house, person(town.technician, "Ida", "Technik", "x@y.example", version=2))
    await merge(house, town)
    await erase(house, PersonRecord, town.technician)
    assert await house.rows("notifications", merged_people.select()) == []
