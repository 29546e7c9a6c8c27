"""Whatever carriers say about employments, in any order between topics, and however time passes:

nothing is sent for a day before it was known or after the end, and each onboarding closes once.
"""

from collections import Counter
from datetime import date
from typing import ClassVar
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from deploy.services import load
from services.surveys.pulses import use_cases as surveying
from services.surveys.pulses.models import pulses
from services.trainings.models import onboardings
from services.trainings.onboarding import use_cases as onboarding
from shared.clock import local_date
from shared.contracts.directory import (
    DepartureReason,
    Funding,
    HireCancelled,
    PlacementsChanged,
    WorkerDeparted,
    WorkerHired,
)
from shared.contracts.surveys import InvitationIssued
from shared.contracts.trainings import OnboardingClosed
from shared.ids import new_id
from shared.messaging.event import Body
from shared.messaging.inbox.processor import BatchProcessor
from shared.messaging.message import Message
from shared.messaging.outbox.relay import Relay
from tests.journeys.employments import (
    DAY,
    HEARD,
    MORNING,
    SERVICES,
    Employment,
    Ground,
    Topics,
    placement,
    said,
)
from tests.journeys.grounds import explore, memory, servers
from tests.shared.messaging.probe import arrival, moved

__all__ = ["memory", "servers"]


class Employments(RuleBasedStateMachine):
    """The directory is a model; trainings and surveys are the real ones."""

    ground: ClassVar[Ground]

    def __init__(self) -> None:
        super().__init__()
        self.ground.clock.moment = MORNING
        self.ground.run(self.ground.empty())
        self.bus = Topics()
        self.workers = [new_id() for _ in range(3)]
        self.all: dict[UUID, Employment] = {}
        self.read: Counter[tuple[str, str]] = Counter()
        self.ends: dict[str, dict[UUID, date | None]] = {name: {} for name in SERVICES}
        """The end of each employment as a service has heard it."""
        self.effects = {
            name: BatchProcessor(self.ground.databases[name], load(name).handlers)
            for name in SERVICES
        }

    @property
    def today(self) -> date:
        return local_date(self.ground.clock.now())

    def say(self, body: Body) -> None:
        self.ground.run(self.bus.publish([said(body, self.ground.clock.now())]))

    def current(self, number: int) -> Employment | None:
        """The one of this worker about which something may be said."""
        mine = [each for each in self.all.values() if each.worker == self.workers[number]]
        one = mine[-1] if mine else None
        return one if one and not one.is_settled(self.today) else None

    @rule(number=st.integers(0, 2), begins=st.integers(-120, 60), lasts=st.integers(-1, 130))
    def hires(self, number: int, begins: int, lasts: int) -> None:
        """Again only after an end; a fixed term where it lasts at all."""
        mine = [each for each in self.all.values() if each.worker == self.workers[number]]
        start = self.today + begins * DAY
        taken = [e for e in mine if not e.cancelled and (e.end is None or e.end >= start)]
        if taken:
            return
        until = start + lasts * DAY if lasts >= 0 else None
        one = Employment(self.workers[number], start, until, self.today)
        self.all[one.id] = one
        self.say(
            WorkerHired(
                worker_id=one.worker,
                carrier_id=one.worker,
                start_date=start,
                placements=(placement(),),
                funding=Funding.LAND,
                fixed_term_until=until,
                employment_id=one.id,
            )
        )

    @rule(number=st.integers(0, 2), days=st.integers(-20, 130))
    def departs(self, number: int, days: int) -> None:
        """Ahead, today or late; said again, it moves the end."""
        one = self.current(number)
        if one is None:
            return
        one.last_day = max(one.start, self.today + days * DAY)
        self.say(
            WorkerDeparted(
                worker_id=one.worker,
                carrier_id=one.worker,
                last_day=one.last_day,
                reason=DepartureReason.OTHER,
                employment_id=one.id,
            )
        )

    @rule(number=st.integers(0, 2))
    def cancels(self, number: int) -> None:
        one = self.current(number)
        if one is not None and one.start > self.today:
            one.cancelled = True
            self.say(
                HireCancelled(worker_id=one.worker, carrier_id=one.worker, employment_id=one.id)
            )

    @rule(number=st.integers(0, 2), days=st.integers(0, 60))
    def changes(self, number: int, days: int) -> None:
        one = self.current(number)
        if one is not None:
            self.say(
                PlacementsChanged(
                    worker_id=one.worker,
                    carrier_id=one.worker,
                    valid_from=one.start + days * DAY,
                    placements=(placement(),),
                    employment_id=one.id,
                )
            )

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.ground.clock.moment += days * DAY

    @rule(name=st.sampled_from(SERVICES), topic=st.integers(0, 1), size=st.integers(1, 6))
    def hears(self, name: str, topic: int, size: int) -> None:
        self._deliver(name, HEARD[name][topic % len(HEARD[name])], size)

    @rule(name=st.sampled_from(SERVICES))
    def does_its_jobs(self, name: str) -> None:
        self.ground.run(self._jobs(name))
        self._relay(name)
        self.nothing_contradicts()

    def _deliver(self, name: str, topic: str, size: int) -> None:
        place = (name, topic)
        batch = self.bus.logs[topic][self.read[place] : self.read[place] + size]
        if not batch:
            return
        self.ground.run(
            self.effects[name].commit(
                [arrival(m, self.read[place] + n) for n, m in enumerate(batch)]
            )
        )
        self.read[place] += len(batch)
        for message in batch:
            self._note_end(name, message)
        self._relay(name)
        self.nothing_contradicts()

    def _note_end(self, name: str, message: Message) -> None:
        known, data = self.ends[name], message.data or b""
        if message.type == WorkerDeparted.type_name:
            departed = WorkerDeparted.model_validate_json(data)
            known[departed.employment_id] = departed.last_day
        elif message.type == HireCancelled.type_name:
            known[HireCancelled.model_validate_json(data).employment_id] = date.min

    def _relay(self, name: str) -> None:
        relay = Relay(self.ground.databases[name], self.bus)  # type: ignore[arg-type]
        while self.ground.run(moved(relay)):
            pass

    async def _jobs(self, name: str) -> None:
        jobs = {
            "trainings": (onboarding.close_ended,),
            "surveys": (surveying.open_due_pulses, surveying.cancel_ended),
        }[name]
        for job in jobs:
            async with self.ground.databases[name].transaction() as uow:
                await job(uow)

    def nothing_contradicts(self) -> None:
        """What was said today was right by what the service had heard."""
        for message in self.bus.logs["surveys.events"]:
            if message.type == InvitationIssued.type_name and self._is_new(message):
                issued = InvitationIssued.model_validate_json(message.data or b"")
                self._may_be_invited(issued)
        closed = [
            OnboardingClosed.model_validate_json(m.data or b"")
            for m in self.bus.logs["trainings.events"]
            if m.type == OnboardingClosed.type_name
        ]
        times = Counter(each.onboarding_id for each in closed)
        assert set(times.values()) <= {1}
        self._seen = {name: len(log) for name, log in self.bus.logs.items()}

    _seen: dict[str, int] = {}  # noqa: RUF012 replaced, never changed

    def _is_new(self, message: Message) -> bool:
        seen = self._seen.get(message.topic, 0)
        return message in self.bus.logs[message.topic][seen:]

    def _may_be_invited(self, issued: InvitationIssued) -> None:
        one = self.all[issued.employment_id]
        due_on = one.start + (30 if issued.occasion == "day_30" else 100) * DAY
        end = self.ends["surveys"].get(one.id, one.until)
        assert one.known_on <= due_on <= self.today
        assert end is None or self.today <= end

    def teardown(self) -> None:
        """Everything is heard; then the days pass one by one, and nothing else happens."""
        self._settle()
        expected = {
            (one.id, days)
            for one in self.all.values()
            for days in (30, 100)
            if one.start + days * DAY > self.today and not one.cancelled
            if one.end is None or one.end >= one.start + days * DAY
        }
        for _ in range(170):
            self.ground.clock.moment += DAY
            self.does_its_jobs("surveys")
        self.does_its_jobs("trainings")
        self._settle()
        self._everybody_was_asked(expected)
        self._every_onboarding_is_as_it_should()

    def _settle(self) -> None:
        for _ in range(2):
            for name in SERVICES:
                for topic in HEARD[name]:
                    while self.read[name, topic] < len(self.bus.logs[topic]):
                        self._deliver(name, topic, 7)
                self.does_its_jobs(name)

    def _everybody_was_asked(self, expected: set[tuple[UUID, int]]) -> None:
        asked: Counter[tuple[UUID | None, int]] = Counter()
        for message in self.bus.logs["surveys.events"]:
            if message.type == InvitationIssued.type_name:
                issued = InvitationIssued.model_validate_json(message.data or b"")
                asked[issued.employment_id, 30 if issued.occasion == "day_30" else 100] += 1
        assert set(asked.values()) <= {1}
        assert expected <= set(asked)

    def _every_onboarding_is_as_it_should(self) -> None:
        rows = self.ground.run(self.ground.rows("trainings", onboardings))
        assert Counter(row.employment_id for row in rows) == Counter(list(self.all))
        for row in rows:
            one = self.all[row.employment_id]
            wanted = {"cancelled" if one.cancelled else "departed"}
            if one.end is not None and one.end < self.today:
                wanted.add("departed")  # where the end is heard first, and both are late
            if one.is_over(self.today) or row.closing_reason is not None:
                assert row.closing_reason in wanted
        for pulse in self.ground.run(self.ground.rows("surveys", pulses)):
            assert pulse.state != "planned" or not self.all[pulse.employment_id].is_over(self.today)


def test_nothing_is_sent_too_early_or_too_late_and_each_onboarding_closes_once(
    memory: Ground,
) -> None:
    Employments.ground = memory
    explore(Employments, 8)


@pytest.mark.real
def test_it_is_the_same_on_postgresql(servers: Ground) -> None:
    Employments.ground = servers
    explore(Employments, 3)
