"""Whatever people and the office do in any order, nobody is passed, and no seat is given twice."""

import secrets
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, time, timedelta
from typing import Any, ClassVar, cast
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Row, Update, insert, update

from deploy.local.postgres import PostgresServer
from services.trainings.gatherings import use_cases as gatherings
from services.trainings.gatherings.forms import GatheringForm
from services.trainings.models import Gathering, registrations
from services.trainings.quotas.models import quotas
from services.trainings.registrations import use_cases
from services.trainings.registrations.values import Wish
from services.trainings.seats import rules
from services.trainings.seats import use_cases as seats
from services.trainings.taken_back import use_cases as taken_back
from services.trainings.values import GONE, SEATED
from shared.clock import BERLIN
from shared.contracts.gatherings import Approval, GatheringState, Place, RegistrationRecord
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me
from shared.working_days import is_working_day
from tests.house import BERGKAMEN
from tests.trainings.hall import BEGIN, Hall, me, opened

AWO = new_id()
people = st.integers(0, 5)
reason = "hält einen Vortrag"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)])
def hall(request: pytest.FixtureRequest) -> Iterator[Hall]:
    url = ""
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres")
        name = f"seats_{secrets.token_hex(4)}"
        server.create(name)
        url = server.owner_url(name)
    with opened(url) as hall:
        yield hall


class Seats(RuleBasedStateMachine):
    """One gathering; of six people the last two work for the carrier that has a quota."""

    hall: ClassVar[Hall]
    fault: ClassVar[Update | None] = None
    compared: ClassVar = True

    def __init__(self) -> None:
        super().__init__()
        self.hall.watch.at = BEGIN
        self.people: list[Me] = [me(new_id(), AWO if n > 3 else None) for n in range(6)]
        self.before: Mapping[UUID, Row[Any]] = {}
        self.told: dict[UUID, RegistrationRecord] = {}
        self.hall.run(self.hall.announced())

    @initialize(
        capacity=st.sampled_from([2, 1, 2, None]),
        needs=st.booleans(),
        quota=st.booleans(),
        days=st.sampled_from([12, 3]),
        left=st.sampled_from([1, 2, 0]),
    )
    def begin(self, capacity: int | None, needs: bool, quota: bool, days: int, left: int) -> None:
        """Five have registered, and ``left`` of them have gone again, so that offers are open."""
        given = {"capacity": capacity, "needs_approval": needs}
        self.id = self.hall.run(self.hall.convene(days=days, **given))
        row = {"tenant": BERGKAMEN, "id": new_id(), "gathering_id": self.id}
        self.quotas = {AWO: 1} if quota else {}
        if quota:
            add = insert(quotas).values(**row, carrier_id=AWO, size=1, version=1)
            self.hall.run(self.hall.execute(add))
        self.register_all([0, 4, 1, 5, 2], waits=True)
        self.approve_some(0, 5 * needs)
        for _ in range(left):
            self.withdraw(0, Place.CONFIRMED)

    @rule(those=st.lists(people, min_size=1, max_size=4), waits=st.booleans())
    def register(self, those: list[int], waits: bool) -> None:
        self.register_all(those, waits=waits)

    def register_all(self, those: list[int], *, waits: bool) -> None:
        for mine in (self.people[each] for each in those):
            self.do(lambda uow, mine=mine: use_cases.register(uow, mine, self.id, waits=waits))

    @rule(those=st.lists(people, min_size=2, max_size=4, unique=True), waits=st.booleans())
    def arrive(self, those: list[int], waits: bool) -> None:
        """In one transaction; where each needs their own, nothing is done."""
        those_there = [self.people[each] for each in those]
        wishes = [Wish(mine, mine.person_id, {mine.role}, waits) for mine in those_there]

        async def decide(uow: UnitOfWork) -> None:
            with suppress(use_cases.Apart):
                await use_cases.register_all(uow, self.id, wishes)

        self.do(decide)

    @rule(who=people, place=st.sampled_from([Place.CONFIRMED, Place.OFFERED, Place.WAITING]))
    def withdraw(self, who: int, place: Place) -> None:
        self.of(who, lambda uow, key: use_cases.withdraw(uow, me().cause, key), place)

    @rule(who=people)
    def accept(self, who: int) -> None:
        self.of(who, lambda uow, key: use_cases.accept(uow, me().cause, key), Place.OFFERED)

    @rule(who=people, times=st.integers(1, 3))
    def approve(self, who: int, times: int) -> None:
        self.approve_some(who, times)

    def approve_some(self, who: int, times: int) -> None:
        for n in range(times):
            self.of(who + n, lambda uow, key: use_cases.approve(uow, self.hall.office, key))

    @rule(who=people, act=st.sampled_from(["reject", "remove", "give_seat"]))
    def decide(self, who: int, act: str) -> None:
        deed = getattr(use_cases, act)
        self.of(who, lambda uow, key: deed(uow, self.hall.office, key, reason))

    @rule(capacity=st.sampled_from([None, 1, 2, 3]), last=st.sampled_from([None, 2, 5]))
    def change(self, capacity: int | None, last: int | None) -> None:
        row = self.hall.run(self.hall.gathering(self.id))
        until = last and (self.hall.watch.at + timedelta(days=last)).date()
        kept = {name: getattr(row, name) for name in GatheringForm.model_fields}
        form = GatheringForm.model_validate(kept | {"capacity": capacity, "move_up_until": until})
        self.do(lambda uow: gatherings.change(uow, self.hall.office, self.id, form))

    @rule(days=st.sampled_from([0, 1, 3, 15]), starts=st.sampled_from(["9:00", "18:00"]))
    def move(self, days: int, starts: str) -> None:
        day = self.hall.run(self.hall.day_of(self.id))
        form = self.hall.date(days, starts, day.version)
        self.do(lambda uow: gatherings.change_date(uow, self.hall.office, self.id, day.id, form))

    @rule(act=st.sampled_from(["close_registration", "open_registration"]))
    def close(self, act: str) -> None:
        deed = getattr(gatherings, act)
        self.do(lambda uow: deed(uow, self.hall.office, self.id))

    @rule(sure=st.integers(0, 9))
    def call_off(self, sure: int) -> None:
        if sure == 9:
            self.do(lambda uow: gatherings.call_off(uow, self.hall.office, self.id))

    @rule()
    def take_back(self) -> None:
        self.do(lambda uow: taken_back.take_back(uow, self.hall.office, self.id))

    @rule(hours=st.sampled_from([60, 20, 1]), sweeps=st.booleans())
    def wait(self, hours: int, sweeps: bool) -> None:
        self.hall.watch.at += timedelta(hours=hours)
        if sweeps:
            self.do(seats.lapse_offers)

    def of(self, who: int, deed: Any, place: Place = Place.WAITING) -> None:
        """For somebody who stands there, else for anybody at all."""
        known = [*self.before.values()]
        there = [each.id for each in known if each.place is place] or [each.id for each in known]
        if there:
            self.do(lambda uow: deed(uow, sorted(there)[who % len(there)]))

    def do(self, deed: Any) -> None:
        self.hall.run(self.hall.act(deed))
        if self.fault is not None:
            self.hall.run(self.hall.execute(self.fault))
        self.observe()

    def observe(self) -> None:
        run, hall = self.hall.run, self.hall
        now = {each.id: each for each in run(hall.entries(self.id))}
        for each in self.heard():
            known = self.told.get(each.registration_id)
            assert known is None or known.version <= each.version, "records in order"
            self.told[each.registration_id] = each
        self.row = run(hall.gathering(self.id))
        self.look([*now.values()], self.before)
        self.before = now

    def heard(self) -> Sequence[RegistrationRecord]:
        return self.hall.run(self.hall.records())

    def look(self, rows: Sequence[Row[Any]], before: Mapping[UUID, Row[Any]]) -> None:
        seated = [each for each in rows if each.place in SEATED]
        new = [each for each in seated if each != before.get(each.id)]
        fresh = [
            each for each in new if each.id not in before or before[each.id].place not in SEATED
        ]
        changes = {each.id: self.hall.run(self.hall.last_change(each.id)) for each in fresh}
        given = [each for each in fresh if changes[each.id].reason]
        plain = [each for each in fresh if each not in given]
        self.within_the_seats(seated, plain, [changes[each.id] for each in given])
        self.in_order(rows, seated, plain)
        self.as_announced(rows, before)
        for each in fresh:
            asked = self.row.needs_approval
            assert not asked or each.approval is Approval.APPROVED, "seat without approval"
        for each in (each for each in seated if each.place is Place.OFFERED):
            self.ends_in_time(each.answer_until, already=each.id in before)

    def within_the_seats(self, seated: Any, plain: Any, given: Any) -> None:
        many = self.row.capacity is not None and len(seated) > self.row.capacity
        assert not (many and plain), "more people than seats"
        assert not (many and given) or any(each.overbooked for each in given), "unsaid"
        of_carrier = Counter(each.carrier_id for each in seated)
        for each in plain:
            assert of_carrier[each.carrier_id] <= self.quotas.get(each.carrier_id, 99), "quota"

    def in_order(self, rows: Any, seated: Any, plain: Any) -> None:
        of_carrier = Counter(each.carrier_id for each in seated)
        line = [
            each
            for each in rows
            if each.place is Place.WAITING
            and each.approval is not Approval.PENDING
            and of_carrier[each.carrier_id] < self.quotas.get(each.carrier_id, 99)
        ]
        for each in plain:
            assert all(each.waiting_since < other.waiting_since for other in line), "passed"
        over = self.row.state is GatheringState.CANCELLED
        free = self.row.capacity is None or len(seated) < self.row.capacity
        goes = rules.answer_until(cast(Gathering, self.row), self.hall.watch.at) is not None
        assert over or not (free and goes and line), "a free seat, and somebody waits"

    def as_announced(self, rows: Any, before: Any) -> None:
        active = Counter(each.person_id for each in rows if each.place not in GONE)
        assert max(active.values(), default=0) < 2, "registered twice"
        for each in rows:
            record = self.told[each.id]
            names = ("version", "person_id", "place", "approval", "answer_until", "sequence")
            same = all(getattr(record, name) == getattr(each, name) for name in names)
            assert same or not self.compared, "untold"
            old = before.get(each.id)
            assert old is None or old.sequence <= each.sequence, "sequence falls"
            lost = old is not None and old.place is Place.CONFIRMED and each.place in GONE
            assert not lost or each.sequence > old.sequence, "cancelled as invited"
            earlier = [b.sequence for b in before.values() if b.person_id == each.person_id]
            assert old or all(each.sequence > number for number in earlier), "sequence again"

    def ends_in_time(self, until: datetime, *, already: bool) -> None:
        local = until.astimezone(BERLIN)
        assert until <= self.row.starts_at or (already and until <= self.hall.watch.at), "too long"
        at_closing = local.time() == time(18) and is_working_day(local.date())
        assert at_closing or until == self.row.starts_at or already, "odd end"


def explore(machine: type[Seats], hall: Hall, examples: int, *phases: Phase) -> None:
    machine.hall = hall
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            database=None,
            phases=phases or tuple(Phase),
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_seats_are_given_in_order_and_no_more_of_them_than_there_are(hall: Hall) -> None:
    explore(Seats, hall, 10 if hall.database.engine.sqlite else 3)


_waits = registrations.c.place == Place.WAITING.value
_ready = registrations.c.approval != Approval.PENDING.value
_change = update(registrations)
FAULTS = {
    "more people than seats": _change.where(_waits, _ready).values(place=Place.CONFIRMED),
    "seat without approval": _change.where(
        registrations.c.approval == Approval.PENDING.value
    ).values(place=Place.CONFIRMED),
    "untold": _change.values(version=registrations.c.version + 1),
    "too long|odd end": _change.where(registrations.c.answer_until.is_not(None)).values(
        answer_until=BEGIN + timedelta(days=300)
    ),
    "a free seat": _change.where(registrations.c.place == Place.OFFERED.value).values(
        place=Place.WAITING
    ),
}


@pytest.mark.parametrize("found", FAULTS)
def test_a_seat_given_wrongly_is_found_out(found: str) -> None:
    wrong = type("Wrong", (Seats,), {"fault": FAULTS[found], "compared": found == "untold"})
    with opened() as hall, pytest.raises(AssertionError, match=found):
        explore(wrong, hall, 30, Phase.generate)
