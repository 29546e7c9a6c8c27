"""Of two gatherings that stand in for each other nobody ever has two seats, nor none by a swap."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import pytest
from hypothesis import Phase
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule
from sqlalchemy import Row, update

from services.trainings.alike import use_cases as alike
from services.trainings.models import gatherings
from services.trainings.registrations import use_cases
from shared.contracts.gatherings import (
    Place,
    RegistrationRecord,
    SeatConfirmed,
    SeatLoss,
    SeatReleased,
)
from tests.trainings.hall import Hall, opened
from tests.trainings.test_seat_machine import Seats, explore, hall, people

__all__ = ["hall"]


class Pair(Seats):
    """What is done at one is looked at in both."""

    other: UUID
    beside: Mapping[UUID, Row[Any]]

    @initialize(
        capacity=st.sampled_from([1, 2]), needs=st.booleans(), days=st.sampled_from([13, 4])
    )
    def begin(self, capacity: int, needs: bool, days: int) -> None:
        """Two have a seat at the first, and wait for the other, which is full."""
        run, office = self.hall.run, self.hall.office
        self.beside, self.quotas = {}, ()
        self.other = run(self.hall.convene(days=days, capacity=1, needs_approval=needs))
        self.id = run(self.hall.convene(days=12, capacity=capacity))
        self.do(lambda uow: alike.tie(uow, office, self.id, self.other))
        self.register_all([0, 1, 2, 3], waits=True)
        self.turn()
        self.register_all([2, 0, 1], waits=True)
        self.approve_some(0, 3 * needs)
        self.withdraw(0, Place.CONFIRMED)

    @rule()
    def turn(self) -> None:
        """What is done next is done at the other."""
        self.id, self.other = self.other, self.id
        self.before, self.beside = self.beside, self.before

    @rule(who=people)
    def swap(self, who: int) -> None:
        mine = self.people[who]
        self.do(lambda uow: use_cases.register(uow, mine, self.id, waits=False, swaps=True))

    def observe(self) -> None:
        super().observe()
        self.turn()
        super().observe()
        self.turn()
        begins = [
            self.hall.run(self.hall.gathering(key)).starts_at for key in (self.id, self.other)
        ]
        if min(begins) > self.hall.watch.at:
            rows = [*self.before.values(), *self.beside.values()]
            seated = Counter(each.person_id for each in rows if each.place is Place.CONFIRMED)
            assert max(seated.values(), default=0) < 2, "two seats"

    def heard(self) -> Sequence[RegistrationRecord]:
        """Whoever gives up a seat for another has that in the same commit."""
        told = self.hall.run(self.hall.announced())
        kinds = {each.type_name: each for each in (RegistrationRecord, SeatReleased, SeatConfirmed)}
        said = [kinds[name].model_validate_json(data) for name, data in told if name in kinds]
        given = {each.person_id for each in said if isinstance(each, SeatConfirmed)}
        for each in said:
            if isinstance(each, SeatReleased) and each.reason is SeatLoss.SWAPPED:
                assert each.person_id in given, "no seat"
        return [each for each in said if isinstance(each, RegistrationRecord)]


def test_nobody_has_two_seats_of_two_that_are_alike(hall: Hall) -> None:
    explore(Pair, hall, 6 if hall.database.engine.sqlite else 2)


def test_a_seat_at_both_is_found_out() -> None:
    """They were alike once, and nobody looks any more."""
    fault = update(gatherings).values(alike_id=None)
    wrong = type("Wrong", (Pair,), {"fault": fault})
    with opened() as hall, pytest.raises(AssertionError, match="two seats"):
        explore(wrong, hall, 10, Phase.generate)
