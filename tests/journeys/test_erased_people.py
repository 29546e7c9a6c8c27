"""Somebody is erased: every service answers, and nothing of them comes back."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, func, insert, select

from deploy.privacy.again import repeat
from deploy.replay import replay
from deploy.services import load
from services.directory.people.models import people
from services.directory.privacy_requests.models import receipts
from services.directory.privacy_requests.values import PrivacyState
from services.trainings.calendar.models import feeds
from services.trainings.models import people as named
from shared.contracts.directory import PersonRecord
from shared.contracts.privacy import ANSWERING, PrivacyKind, PrivacyRequested
from shared.erasing.again import remembered
from shared.erasing.comparing import Comparing
from shared.erasing.rows import People, places
from shared.messaging.event import Cause
from shared.messaging.marks import Mark
from shared.messaging.message import Message, headers_text
from shared.messaging.parking.parking import FAILED, RELEASED
from shared.messaging.tables import erased_people, parked
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House
from tests.journeys.erasing import (
    PERSON,
    Departed,
    departed,
    erase,
    state_of,
)
from tests.journeys.test_new_colleague import ALL
from tests.shared.erasing.test_every_table import made_up


def copy_of(person: Departed) -> PersonRecord:
    return PersonRecord.model_validate({**PERSON, "person_id": person.person_id, "version": 99})


async def park(
    house: House, person: Departed, state: str = FAILED, topic: str = "", **other: Any
) -> None:
    """A copy of the person that the trainings could not handle, or what bears their key."""
    body, cause = copy_of(person), Cause(BERGKAMEN, uuid4())
    data = body.model_dump_json().encode()
    message = Message(
        id=uuid4(),
        topic=topic or body.topic,
        key=body.key,
        type=body.type_name,
        time=house.clock.now(),
        tenant=BERGKAMEN,
        correlation_id=cause.correlation_id,
        causation_id=None,
        data=data,
    )
    row = {
        "topic": message.topic,
        "partition": 0,
        "offset": 10_000_000,
        "order_key": body.key,
        "message_id": message.id,
        "type": body.type_name,
        "tenant": BERGKAMEN,
        "correlation_id": cause.correlation_id,
        "key": body.key.encode(),
        "value": data,
        "headers": headers_text(message.headers()),
        "handlers": '["copy_directory.person.v1"]',
        "state": state,
        "cause": "handler_fault",
        "stack": "",
        "attempts": 3,
        "parked_at": house.clock.now(),
        **other,
    }
    async with house.context("trainings").database.transaction() as uow:
        await uow.session.execute(insert(parked).values(row))
        uow.notify("parked")


async def left_parked(house: House) -> int:
    [(count,)] = await house.rows("trainings", select(func.count()).select_from(parked))
    return int(count)


async def test_everything_of_a_person_is_erased_everywhere_and_nothing_brings_it_back(
    open_either_house: OpenHouse,
) -> None:
    """A parked message, a late copy, a second word, and a replay are tried."""
    house = await open_either_house(*ALL)
    person = await departed(house)
    theirs = People((person.person_id,), (person.employment_id,))
    before = await rows_about(house, theirs)
    assert {"directory.people", "trainings.onboardings", "surveys.pulses"} <= before
    assert {"notifications.kept_mails", "dashboard.seen"} <= before
    await park(house, person)
    await park(house, person, topic=PrivacyRequested.topic, offset=10_000_001)
    request_id = await erase(house, person.person_id)
    await house.quiet()
    assert await state_of(house, request_id) is PrivacyState.DONE
    assert await rows_about(house, theirs) == set()
    assert await left_parked(house) == 0
    refuse_names(await house.rows("directory", select(receipts)), person)
    await park(house, person, RELEASED)
    await house.announce(copy_of(person), twice(person))
    await house.quiet()
    while await left_parked(house):
        await house.quiet()
    for service in ("trainings", "dashboard"):
        await replay(service, house.settings)
    await house.quiet()
    assert await rows_about(house, theirs) == set()
    for service in ALL:
        assert await house.rows(service, select(parked)) == []
    await come_back(house, person)
    trainings = load("trainings"), house.context("trainings").database
    mark = Mark(house.settings.data, "trainings")
    await Comparing(*trainings, house.bus, mark).before_serving()
    assert await rows_about(house, theirs) == set()


async def come_back(house: House, person: Departed) -> None:
    """As from a backup of the trainings: they are there again, and their erasure is not known."""
    all_of_it = {"person_id": person.person_id, "tenant": BERGKAMEN, "version": 1, **PERSON}
    mine = {name: value for name, value in all_of_it.items() if name in named.c}
    async with house.context("trainings").database.transaction() as uow:
        await uow.session.execute(delete(erased_people))
        await uow.session.execute(insert(named).values(mine))


def refuse_names(rows: list[Any], person: Departed) -> None:
    """Every service has said what it did, and of whom none says."""
    assert sorted(row.service for row in rows) == sorted(ANSWERING)
    parts = {(r.service, p["table"], p["end"]) for r in rows for p in r.parts}
    assert ("trainings", "onboardings", "replaced") in parts
    assert ("notifications", "kept_mails", "deleted") in parts
    assert not any(str(person.person_id) in str(row.parts) for row in rows)


async def rows_about(
    house: House, people: People, services: Sequence[str] = tuple(ALL)
) -> set[str]:
    """The tables in which there is still something about them."""
    found: set[str] = set()
    for name in services:
        sqlite = house.context(name).database.engine.sqlite
        for place in places(load(name).tables):
            if await house.rows(name, place.rows(people, sqlite=sqlite)):
                found.add(f"{name}.{place.table.name}")
    return found


def twice(person: Departed) -> PrivacyRequested:
    return PrivacyRequested(
        request_id=uuid4(),
        kind=PrivacyKind.ERASURE,
        person_id=person.person_id,
        person_ids=(person.person_id,),
        employment_ids=(person.employment_id,),
    )


async def test_what_comes_back_from_a_backup_is_erased_again(open_house: OpenHouse) -> None:
    house = await open_house("directory", "trainings")
    person = await departed(house)
    await erase(house, person.person_id)
    await house.quiet()
    back = {"tenant": BERGKAMEN, "id": person.person_id, "version": 1, "search_text": "", **PERSON}
    copied = {"person_id": person.person_id, "tenant": BERGKAMEN, "version": 1, **PERSON}
    for service, table, row in (("directory", people, back), ("trainings", named, copied)):
        async with house.context(service).database.transaction() as uow:
            mine = {name: value for name, value in row.items() if name in table.c}
            await uow.session.execute(insert(table).values(mine))
    both = ("directory", "trainings")
    assert await repeat(house.settings, await remembered(house.bus), both) == dict.fromkeys(both, 0)
    await repeat(house.settings, await remembered(house.bus), both, known_too=True)
    for service, key in (("directory", people.c.id), ("trainings", named.c.person_id)):
        assert await house.rows(service, select(key).where(key == person.person_id)) == []


async def test_what_was_written_while_they_were_erased_goes_with_the_last_word(
    open_house: OpenHouse,
) -> None:
    """Other services have not answered yet, so the tombstone is still to come."""
    house = await open_house("directory", "trainings")
    person = await departed(house)
    other = b'{"of":"somebody else","with":"%s"}'
    strange: dict[str, Any] = {"type": "new.thing.v1", "order_key": "x", "key": b"x"}
    value = other % str(person.person_id).encode()
    await park(house, person, topic="new.events", value=value, **strange)
    await erase(house, person.person_id)
    await house.quiet()
    [kept] = await house.rows("trainings", select(parked))
    assert (len(kept.value), str(person.person_id).encode() in kept.value) == (len(value), False)
    late = made_up(feeds, tenant=BERGKAMEN, person_id=person.person_id)
    async with house.context("trainings").database.transaction() as uow:
        await uow.session.execute(insert(feeds), late)
    assert await rows_about(house, People((person.person_id,)), ("trainings",))
    async with house.context("directory").database.transaction() as uow:
        uow.erase(PersonRecord, person.person_id, Cause(BERGKAMEN, uuid4()))
    await house.quiet()
    assert await rows_about(house, People((person.person_id,)), ("trainings",)) == set()
