"""Who sees what in the inbox: by what they are now, not by what they were when it was told."""

from datetime import timedelta

import pytest
from httpx2 import AsyncClient
from sqlalchemy import func, select

from services.notifications.inbox.models import inbox_items
from services.notifications.inbox.use_cases import forget_older
from services.notifications.inbox.values import KEPT
from shared.contracts.accounts import AccessRecord, AccessRole
from shared.contracts.consultations import ConsultationOutcome, ConsultationSettled
from shared.contracts.directory import OrganizationKind, PersonRecord, Role
from shared.contracts.merging import PersonMerged, PersonMergeUndone
from shared.ids import new_id
from shared.messaging.event import EVERYONE
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House
from tests.notifications.conftest import tell
from tests.notifications.test_codes import erase
from tests.notifications.test_inbox import PAGE, act, ids, unread
from tests.notifications.test_notices import report
from tests.notifications.test_preferences import at, door
from tests.notifications.town import START, Town, organization, task
from tests.signing_in import OPERATOR, coordinator_of

KAMEN = "05978020"


@pytest.fixture
async def house(open_house: OpenHouse, town: Town) -> House:
    house = await open_house("notifications")
    await tell(house, *town.everything(), town.hired())
    return house


async def head_of(house: House, town: Town) -> AsyncClient:
    """By the contacts of the schools alone: any grant lets somebody in."""
    return await door(house, town.head, at(AccessRole.CONTACT, town.carrier))


async def test_a_role_sees_what_is_addressed_to_it_at_its_own_organizations(
    house: House, town: Town
) -> None:
    await tell(
        house,
        town.started(
            task("office", Role.HEAD, town.school),
            task("keys", Role.HEAD, town.second_school),
            task("computer", Role.IT, town.school),
            task("shadowing", Role.BUDDY, town.school),
            task("directory_entry", Role.CARRIER, town.carrier),
        ),
    )
    assert await unread(await head_of(house, town)) == 2
    one = await door(house, new_id(), at(AccessRole.HEAD, town.second_school))
    assert await unread(one) == 1, "who may act likewise"
    for person_id, number in (
        (town.technician, 1),
        (town.personnel, 1),
        (town.coordinator, 1),
        (new_id(), 0),
    ):
        http = await door(house, person_id, at(AccessRole.CONTACT, new_id()))
        assert await unread(http) == number, "a buddy's stand with the office until there is one"


async def test_who_acts_everywhere_sees_what_they_are_a_municipalitys_contact_for(
    house: House, town: Town
) -> None:
    await tell(
        house,
        town.started(
            task("computer", Role.IT, town.school), task("keys", Role.HEAD, town.second_school)
        ),
    )
    assert await unread(await door(house, town.technician, OPERATOR)) == 1
    assert await unread(await door(house, town.head, OPERATOR)) == 0
    assert await unread(await door(house, new_id(), OPERATOR)) == 0


async def test_who_left_a_role_sees_it_no_more_and_keeps_what_is_elsewhere(
    house: House, town: Town
) -> None:
    """H2.16."""
    successor = new_id()
    await tell(
        house,
        town.started(
            task("office", Role.HEAD, town.school), task("keys", Role.HEAD, town.second_school)
        ),
    )
    before, after = (
        await head_of(house, town),
        await door(house, successor, at(AccessRole.CONTACT, town.carrier)),
    )
    [first, second] = await ids(before)
    school = organization(
        town.school, OrganizationKind.SCHOOL, "Overberger Schule", {Role.HEAD: successor}, 2
    )
    await tell(house, school)
    [kept] = await ids(before)
    [taken] = await ids(after)
    assert {kept, taken} == {first, second}
    assert (await before.get(f"{PAGE}/{taken}")).status_code == 404


async def test_what_goes_to_those_who_act_ends_with_the_role(house: House, town: Town) -> None:
    http = await door(
        house, town.coordinator, coordinator_of(BERGKAMEN), at(AccessRole.HEAD, town.school)
    )
    await report(house)
    await report(house, KAMEN)
    assert await unread(http) == 1
    grants = (at(AccessRole.HEAD, town.school),)
    now_head = AccessRecord(version=2**62, person_id=town.coordinator, grants=grants)
    await tell(house, now_head, tenant=EVERYONE)
    assert await unread(http) == 0


async def test_nothing_is_shown_of_an_employment_that_is_over(house: House, town: Town) -> None:
    await tell(house, town.started(task("office", Role.HEAD, town.school)))
    http = await head_of(house, town)
    assert await unread(http) == 1
    await tell(house, town.departed(START))
    assert await unread(http) == 1
    house.clock.forward(timedelta(days=80))
    assert await unread(http) == 0


async def test_nothing_is_shown_about_somebody_erased(house: House, town: Town) -> None:
    await tell(house, town.started(task("office", Role.HEAD, town.school)))
    http = await head_of(house, town)
    await erase(house, PersonRecord, town.worker)
    assert await ids(http) == []


async def test_of_a_merged_person_both_see_their_own_when_they_are_two_again(
    house: House, town: Town
) -> None:
    settled = ConsultationSettled(
        consultation_id=new_id(), person_id=town.technician, outcome=ConsultationOutcome.CLOSED
    )
    await tell(house, settled)
    http = await head_of(house, town)
    assert await unread(http) == 0
    both = {"survivor_id": town.head, "merged_id": town.technician}
    await tell(house, PersonMerged(merge_id=new_id(), **both))
    [message_id] = await ids(http)
    await act(http, message_id, "oeffnen")
    assert await unread(http) == 0
    await tell(
        house,
        PersonMergeUndone(survivor_id=town.head, merged_id=town.technician, merge_id=new_id()),
    )
    assert await ids(http) == []
    other = await door(house, town.technician, at(AccessRole.CONTACT, town.school))
    assert await unread(other) == 1


async def test_what_was_read_is_forgotten_with_the_person_and_after_ninety_days(
    house: House, town: Town
) -> None:
    worker = await door(house, town.worker, at(AccessRole.WORKER, town.carrier))
    number = select(func.count()).select_from(inbox_items)

    async def left() -> int:
        [row] = await house.rows("notifications", number)
        return int(row[0])

    [message_id] = await ids(worker)
    await act(worker, message_id, "erledigt")
    assert await left() == 1
    house.clock.forward(KEPT + timedelta(days=1))
    async with house.context("notifications").database.transaction() as uow:
        await forget_older(uow)
    assert await left() == 0
    await tell(house, *town.hired_often(1))
    again = await door(house, town.worker, at(AccessRole.WORKER, town.carrier))
    [newer] = await ids(again)
    await act(again, newer, "oeffnen")
    await erase(house, PersonRecord, town.worker)
    assert await left() == 0
