"""One person hired under two numbers: merged, told to every service, and two again."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from services.dashboard.journeys.queries import journey
from services.dashboard.merges.models import merged_people
from services.directory.merges import use_cases
from services.directory.merges.forms import MergeForm
from services.directory.merges.values import Both, Side
from services.notifications.models import messages
from services.notifications.recipients.models import employments
from services.notifications.recipients.models import people as addressed
from services.surveys.pulses.models import pulses
from services.trainings.models import onboardings
from services.trainings.models import people as named
from shared.clock import local_date
from shared.contracts.accounts import AccessRole
from shared.contracts.surveys import Occasion
from shared.messaging.event import Cause
from shared.web.sessions.person import Me
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House
from tests.journeys.carrier import Carrier
from tests.journeys.test_new_colleague import ALL, kinds, settled

WORKERS = (
    ("trainings", onboardings),
    ("notifications", employments),
    ("notifications", messages),
    ("surveys", pulses),
)
FIRST = MergeForm(
    survivor=Side.FIRST,
    name=Side.FIRST,
    email=Side.FIRST,
    languages=Side.FIRST,
    hours=Side.FIRST,
)


def office() -> Me:
    cause = Cause(BERGKAMEN, uuid4())
    return Me(BERGKAMEN, AccessRole.COORDINATOR, uuid4(), None, cause, uuid4())


async def hired_twice(house: House, carrier: Carrier) -> tuple[dict[str, Any], dict[str, Any]]:
    today = local_date(house.clock.now())
    first = await carrier.hire(start_date=today.isoformat())
    person = {"given_name": "Mara", "family_name": "Kranz", "email": "kranz@example.org"}
    later = (today + timedelta(days=14)).isoformat()
    second = await carrier.hire(external_id="P-0815", person=person, start_date=later)
    await settled(house)
    return first, second


async def workers(house: House) -> dict[str, set[UUID]]:
    """Whose the rows of each table are."""
    found = {}
    for service, table in WORKERS:
        rows = await house.rows(service, select(table.c.worker_id))
        found[table.name] = {row.worker_id for row in rows}
    return found


async def merge(house: House, survivor: UUID, merged: UUID) -> UUID:
    async with house.context("directory").database.transaction() as uow:
        row = await use_cases.merge(uow, office(), Both(BERGKAMEN, survivor, merged), FIRST)
        merge_id = row.id
    await settled(house)
    return merge_id


async def test_every_service_follows_and_goes_back(open_either_house: OpenHouse) -> None:
    house = await open_either_house(*ALL)
    carrier = await Carrier.of(house)
    first, second = await hired_twice(house, carrier)
    survivor, merged = UUID(first["worker_id"]), UUID(second["worker_id"])
    before = await workers(house)
    assert all(each == {survivor, merged} for each in before.values())
    merge_id = await merge(house, survivor, merged)
    assert all(each == {survivor} for each in (await workers(house)).values())

    redirect = select(named.c.merged_into, named.c.family_name).where(named.c.person_id == merged)
    assert await house.rows("trainings", redirect) == [(survivor, "Özgür-O'Neill")]
    reached = select(addressed.c.email).where(addressed.c.person_id == merged)
    assert await house.rows("notifications", reached) == [("mara@example.org",)]
    assert await house.rows("dashboard", select(merged_people.c.survivor_id)) == [(survivor,)]
    address = f"/trainings/api/v1/workers/{merged}/onboardings"
    assert len((await carrier.get(address)).json()) == 2, "never united, both under either id"

    async with house.context("directory").database.transaction() as uow:
        await use_cases.undo(uow, office(), merge_id)
    await settled(house)
    assert await workers(house) == before
    assert await house.rows("trainings", redirect) == [(None, "Kranz")]
    assert await house.rows("notifications", reached) == [("kranz@example.org",)]
    assert await house.rows("dashboard", select(merged_people.c.survivor_id)) == []


async def test_a_second_invitation_to_the_same_survey_is_void(open_house: OpenHouse) -> None:
    house = await open_house(*ALL)
    carrier = await Carrier.of(house)
    first, second = await hired_twice(house, carrier)
    survivor, merged = UUID(first["worker_id"]), UUID(second["worker_id"])
    states = select(pulses.c.occasion, pulses.c.state).order_by(pulses.c.due_on)
    assert {row.state for row in await house.rows("surveys", states)} == {"planned"}
    merge_id = await merge(house, survivor, merged)
    planned = [
        row.occasion for row in await house.rows("surveys", states) if row.state == "planned"
    ]
    assert sorted(planned) == sorted(set(planned))
    async with house.context("directory").database.transaction() as uow:
        await use_cases.undo(uow, office(), merge_id)
    await settled(house)
    assert {row.state for row in await house.rows("surveys", states)} == {"planned"}


async def test_the_survivors_own_invitation_comes_back_when_it_was_the_second(
    open_house: OpenHouse,
) -> None:
    house = await open_house(*ALL)
    carrier = await Carrier.of(house)
    first, second = await hired_twice(house, carrier)
    states = select(pulses.c.employment_id, pulses.c.occasion, pulses.c.state)
    before = sorted(await house.rows("surveys", states))
    merge_id = await merge(house, UUID(second["worker_id"]), UUID(first["worker_id"]))
    assert sorted(await house.rows("surveys", states)) != before, "the later one is void"
    async with house.context("directory").database.transaction() as uow:
        await use_cases.undo(uow, office(), merge_id)
    await settled(house)
    assert sorted(await house.rows("surveys", states)) == before


async def test_what_is_void_stays_so_when_an_employment_ends_later(open_house: OpenHouse) -> None:
    house = await open_house(*ALL)
    carrier = await Carrier.of(house)
    first, second = await hired_twice(house, carrier)
    await merge(house, UUID(first["worker_id"]), UUID(second["worker_id"]))
    states = select(pulses.c.employment_id, pulses.c.occasion, pulses.c.state)
    states = states.where(pulses.c.occasion != Occasion.EXIT)
    before = sorted(await house.rows("surveys", states))
    last_day = (local_date(house.clock.now()) + timedelta(days=400)).isoformat()
    body = {"external_id": "P-0815", "last_day": last_day, "reason": "other"}
    answer = await carrier.post("/directory/api/v1/departures", body, "departed-1")
    assert answer.status_code == 201, answer.text
    await settled(house)
    assert sorted(await house.rows("surveys", states)) == before


async def test_a_story_goes_on_under_the_survivors_id(open_house: OpenHouse) -> None:
    house = await open_house(*ALL)
    carrier = await Carrier.of(house)
    first, second = await hired_twice(house, carrier)
    await merge(house, UUID(first["worker_id"]), UUID(second["worker_id"]))
    body = {"external_id": "P-0815"}
    answer = await carrier.post("/directory/api/v1/cancellations", body, "cancelled-1")
    assert answer.status_code == 201, answer.text
    await settled(house)
    assert await kinds(house, second["correlation_id"])
    async with house.context("dashboard").database.reading() as session:
        told = await journey(
            session, BERGKAMEN, UUID(second["correlation_id"]), local_date(house.clock.now())
        )
    assert told is not None
    assert told.ended_by
