"""A service's copy of records is what was announced last; an erased record is gone."""

from uuid import UUID, uuid4

from sqlalchemy import select

from shared.ids import new_id
from shared.messaging.inbox.consumer import Consumer
from shared.messaging.message import Message
from shared.messaging.outbox.outbox import EmbeddedOutbox
from tests.shared.messaging.probe import Probe, Thing, arrival, cause, message, things


def version(thing: UUID, number: int) -> Message:
    return message(Thing(thing_id=thing, version=number, title=f"v{number}", parts=(number,)))


def erasure(thing: UUID) -> Message:
    sent = version(thing, 1)
    values = {name: getattr(sent, name) for name in sent.__slots__}
    return Message(**values | {"id": new_id(), "data": None})


async def titles(service: Probe, *sent: Message) -> list[str]:
    """The copy after one batch with these messages."""
    await service.processor.commit([arrival(each, offset) for offset, each in enumerate(sent)])
    query = select(things.c.title).order_by(things.c.title)
    return [row.title for row in await service.rows(query)]


async def test_the_copy_has_every_field_and_the_tenant(service: Probe) -> None:
    thing = uuid4()
    await titles(service, version(thing, 3))
    [row] = await service.rows(select(things))
    assert tuple(row) == (thing, "05978004", 3, "v3", [3])


async def test_the_newest_version_of_a_batch_wins(service: Probe) -> None:
    thing = uuid4()
    assert await titles(service, version(thing, 1), version(thing, 2)) == ["v2"]


async def test_a_newer_version_replaces_the_copy(service: Probe) -> None:
    thing = uuid4()
    await titles(service, version(thing, 1))
    assert await titles(service, version(thing, 2)) == ["v2"]


async def test_an_old_version_in_a_later_batch_changes_nothing(service: Probe) -> None:
    thing = uuid4()
    await titles(service, version(thing, 2))
    assert await titles(service, version(thing, 1)) == ["v2"]


async def test_an_old_version_behind_a_new_one_in_a_batch_changes_nothing(service: Probe) -> None:
    thing = uuid4()
    assert await titles(service, version(thing, 2), version(thing, 1)) == ["v2"]


async def test_the_same_version_again_changes_nothing(service: Probe) -> None:
    thing = uuid4()
    sent = version(thing, 1)
    await titles(service, sent)
    assert await titles(service, sent, sent) == ["v1"]


async def test_an_erasure_deletes_the_copy_and_no_other(service: Probe) -> None:
    gone, kept = uuid4(), uuid4()
    await titles(service, version(gone, 1), version(kept, 2))
    assert await titles(service, erasure(gone)) == ["v2"]


async def test_an_erasure_in_the_batch_of_the_record_leaves_nothing(service: Probe) -> None:
    thing = uuid4()
    assert await titles(service, version(thing, 1), version(thing, 2), erasure(thing)) == []


async def test_an_erasure_of_what_was_never_known_is_no_fault(service: Probe) -> None:
    assert await titles(service, erasure(uuid4())) == []
    assert await service.parked() == []


async def test_an_erasure_whose_key_is_none_of_ours_is_parked_alone(service: Probe) -> None:

    sent, kept = erasure(uuid4()), version(uuid4(), 1)
    values = {name: getattr(sent, name) for name in sent.__slots__}
    strange = Message(**values | {"key": "no-uuid"})
    batch = [arrival(strange, 0), arrival(kept, 1)]
    assert await Consumer(service.processor).handle(batch) == {}
    assert [row.title for row in await service.rows(select(things))] == ["v1"]
    assert await service.parked() == [(0, "failed")]


async def test_what_the_owner_erases_travels_without_data(service: Probe) -> None:

    thing = uuid4()
    async with service.database.transaction() as uow:
        uow.announce(Thing(thing_id=thing, version=1, title="v1"), cause())
        uow.erase(Thing, thing, cause())
    outbox = EmbeddedOutbox(service.database.engine)
    sent = [each for _, each in await outbox.oldest(10)]
    assert [each.data is None for each in sent] == [False, True]
    assert await titles(service, *sent) == []
