"""Handlers are told apart by their names, so a service has each name once."""

from collections.abc import Sequence

import pytest
from sqlalchemy import MetaData, Table

from shared.messaging.message import Message
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork
from tests.shared.messaging.probe import Closed, Noted, Thing, things


async def note_down(messages: Sequence[Message], uow: UnitOfWork) -> None: ...


async def note(events: Sequence[Received[Noted]], uow: UnitOfWork) -> None: ...


def test_two_handlers_of_one_name_are_refused() -> None:
    router = EventRouter()
    router.on(Noted)(note)
    with pytest.raises(ValueError, match="note"):
        router.on(Closed)(note)  # type: ignore[arg-type]


def test_capabilities_with_handlers_of_one_name_are_refused() -> None:
    one, other, service = EventRouter(), EventRouter(), EventRouter()
    one.on(Noted)(note)
    other.on(Noted)(note)
    service.include(one)
    with pytest.raises(ValueError, match="note"):
        service.include(other)


def test_a_service_keeps_one_copy_of_a_record() -> None:
    router = EventRouter()
    router.keep_copy(Thing, things)
    with pytest.raises(ValueError, match=r"probe\.thing\.v1"):
        router.keep_copy(Thing, Table("more_things", MetaData()))


def test_a_handler_is_found_by_the_type_it_waits_for() -> None:
    router = EventRouter()
    router.on(Noted)(note)
    assert [s.name for s in router.waiting_for("probe.events", "probe.noted.v1")] == ["note"]
    assert router.waiting_for("probe.events", "probe.noted.v2") == ()
    assert router.topics() == {"probe.events"}


def test_a_handler_of_every_message_gets_those_of_its_topics_only() -> None:
    router = EventRouter()
    router.on_every({"probe.events"})(note_down)
    assert [s.name for s in router.waiting_for("probe.events", "probe.noted.v1")] == ["note_down"]
    assert router.waiting_for("probe.things", "probe.noted.v1") == ()


def test_the_annotation_of_a_handler_chooses_the_kind_of_transaction() -> None:
    async def in_bulk(events: Sequence[Received[Closed]], uow: BulkUnitOfWork) -> None: ...

    router = EventRouter()
    router.on(Noted)(note)
    router.on(Closed)(in_bulk)
    assert [each.bulk for each in router.subscriptions] == [False, True]


def test_a_handler_that_names_no_kind_of_transaction_is_refused() -> None:
    async def anything(events: Sequence[Received[Noted]], uow: object) -> None: ...

    with pytest.raises(TypeError, match="anything must annotate uow"):
        EventRouter().on(Noted)(anything)
