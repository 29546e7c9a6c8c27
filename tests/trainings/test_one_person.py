"""Registrations of people who are one after all, or are erased."""

from collections.abc import Iterator
from functools import partial
from uuid import UUID

import pytest

from services.trainings.merges import use_cases as merges
from services.trainings.registrants import use_cases as registrants
from services.trainings.registrations import use_cases
from services.trainings.seats.models import seat_changes
from shared.contracts.gatherings import Place
from shared.contracts.merging import PersonMerged, PersonMergeUndone
from shared.ids import new_id
from shared.messaging.event import Body
from shared.messaging.message import Message
from shared.messaging.router import Received
from tests.house import BERGKAMEN
from tests.trainings.hall import Hall, me, opened

A, B, C, MERGE = (new_id() for _ in range(4))


@pytest.fixture
def hall() -> Iterator[Hall]:
    with opened() as hall:
        yield hall


def heard(hall: Hall, body: Body) -> list[Received]:  # type: ignore[type-arg]
    message = Message(
        id=new_id(),
        topic=body.topic,
        key=body.key,
        type=body.type_name,
        time=hall.watch.at,
        tenant=BERGKAMEN,
        correlation_id=new_id(),
        causation_id=None,
        data=body.model_dump_json().encode(),
    )
    return [Received(body, message)]


def register(hall: Hall, gathering_id: UUID, *those: UUID) -> None:
    for each in those:
        deed = partial(use_cases.register, me=me(each), gathering_id=gathering_id, waits=True)
        assert hall.run(hall.act(deed)) == ""


def places(hall: Hall, gathering_id: UUID) -> list[tuple[UUID, Place]]:
    return [(each.person_id, each.place) for each in hall.run(hall.entries(gathering_id))]


def test_of_two_registrations_of_one_person_the_better_place_stays(hall: Hall) -> None:
    first, alone = [hall.run(hall.convene(capacity=1)) for _ in range(2)]
    register(hall, first, A, C, B)
    register(hall, alone, B)
    hall.run(hall.announced())
    merged = PersonMerged(survivor_id=A, merged_id=B, merge_id=MERGE)
    assert hall.run(hall.act(lambda uow: merges.follow(uow, heard(hall, merged)))) == ""
    assert places(hall, first) == [(A, Place.CONFIRMED), (C, Place.WAITING), (A, Place.WITHDRAWN)]
    assert places(hall, alone) == [(A, Place.CONFIRMED)]
    kept, _, left = hall.run(hall.entries(first))
    assert kept.sequence > left.sequence
    told = {each.registration_id: each for each in hall.run(hall.records())}
    assert {told[key].person_id for key in (kept.id, left.id)} == {A}
    undone = PersonMergeUndone(survivor_id=A, merged_id=B, merge_id=MERGE)
    assert hall.run(hall.act(lambda uow: merges.go_back(uow, heard(hall, undone)))) == ""
    assert places(hall, alone) == [(B, Place.CONFIRMED)]
    assert places(hall, first)[2] == (B, Place.WITHDRAWN)


def test_a_seat_that_two_of_one_person_had_goes_to_the_next(hall: Hall) -> None:
    key = hall.run(hall.convene(capacity=2))
    register(hall, key, A, B, C)
    merged = PersonMerged(survivor_id=A, merged_id=B, merge_id=MERGE)
    hall.run(hall.act(lambda uow: merges.follow(uow, heard(hall, merged))))
    assert places(hall, key)[2] == (C, Place.OFFERED)
    register(hall, key, A)
    assert len(places(hall, key)) == 3


def test_nothing_says_who_was_erased_and_the_next_has_their_seat(hall: Hall) -> None:
    key = hall.run(hall.convene(capacity=1))
    register(hall, key, A, B)
    assert hall.run(hall.act(lambda uow: registrants.forget(uow, {A, hall.office.person_id}))) == ""
    gone, following = hall.run(hall.entries(key))
    assert (gone.place, following.place) == (Place.WITHDRAWN, Place.OFFERED)
    rows = [gone, following, *hall.run(hall.rows(seat_changes)), hall.run(hall.gathering(key))]
    assert not any({A, hall.office.person_id} & {*each} for each in rows)
