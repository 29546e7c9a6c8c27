"""Where it is too late for an offer the office is told of free seats, once a day at most."""

from collections.abc import Iterator
from datetime import datetime, time
from uuid import UUID

import pytest

from services.trainings.registrations import use_cases as registrations
from services.trainings.short_offers import use_cases
from shared.clock import BERLIN, local_date
from shared.contracts.seats import SeatsByHand
from shared.ids import new_id
from shared.web.sessions.person import Me
from tests.trainings.hall import BEGIN, DAY, Hall, me, opened

START = local_date(BEGIN) + 7 * DAY
"""A Wednesday."""


@pytest.fixture(scope="module")
def hall() -> Iterator[Hall]:
    with opened() as found:
        yield found


def crowded(hall: Hall, waiting: int) -> UUID:
    """One seat, taken; so many wait."""
    hall.watch.at = BEGIN
    key = hall.run(hall.convene(days=7, capacity=1))
    for _ in range(1 + waiting):
        registers(hall, me(new_id()), key)
    return key


def registers(hall: Hall, who: Me, key: UUID) -> None:
    act = hall.act(lambda uow: registrations.register(uow, who, key, waits=True))
    assert not hall.run(act)


def frees(hall: Hall, key: UUID) -> None:
    """Whoever came first withdraws."""
    entry = hall.run(hall.entries(key))[0].id
    act = hall.act(lambda uow: registrations.withdraw(uow, me().cause, entry))
    assert not hall.run(act)


def told(hall: Hall, day: int, hour: int, minute: int = 0) -> list[tuple[UUID, int]]:
    """So many days after the day of the gathering."""
    hall.watch.at = datetime.combine(START + day * DAY, time(hour, minute), BERLIN)
    hall.run(hall.announced())
    assert not hall.run(hall.act(use_cases.tell))
    kind = SeatsByHand
    found = hall.run(hall.announced())
    read = [kind.model_validate_json(data) for name, data in found if name == kind.type_name]
    return [(each.gathering_id, each.seats) for each in read]


def test_the_office_is_told_once_a_day_how_many_seats_it_has_to_give(hall: Hall) -> None:
    key = crowded(hall, waiting=2)
    hall.watch.at = datetime.combine(START - DAY, time(17), BERLIN)
    frees(hall, key)
    assert told(hall, -1, 17) == [(key, 1)]
    assert not told(hall, -1, 17, 59)
    assert not told(hall, 0, 7, 59)
    assert told(hall, 0, 8, 30) == [(key, 1)]
    assert not told(hall, 0, 9, 1)


def test_nothing_is_said_while_it_is_full_or_nobody_waits(hall: Hall) -> None:
    crowded(hall, waiting=1)
    alone = crowded(hall, waiting=0)
    hall.watch.at = datetime.combine(START - DAY, time(17), BERLIN)
    frees(hall, alone)
    assert not told(hall, -1, 17, 30)
