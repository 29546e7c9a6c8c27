"""Gauges say what the database and the bus say."""

from datetime import timedelta
from uuid import uuid4

import pytest

from shared.clock import MovableClock
from shared.jobs.scheduler import Job, Scheduler
from shared.messaging.bus.bus import BrokerUnavailable
from shared.messaging.database import Database
from shared.messaging.gauges import Gauges
from shared.messaging.inbox.consumer import Consumer
from shared.messaging.unit_of_work import UnitOfWork
from tests.shared.messaging.meters import told
from tests.shared.messaging.probe import Answered, Noted, Probe, batch_of, cause

HOUR = timedelta(hours=1)


class Bus:
    """Answers, or not."""

    away = False

    async def check(self) -> None:
        if self.away:
            raise BrokerUnavailable


@pytest.fixture
def bus() -> Bus:
    return Bus()


@pytest.fixture
def gauges(service: Probe, bus: Bus) -> Gauges:
    return Gauges(service.database, bus, ["look"])  # type: ignore[arg-type]


async def test_the_outbox_has_a_depth_and_an_age(
    service: Probe, gauges: Gauges, clock: MovableClock
) -> None:
    await gauges.sample()
    assert told("outbox_messages", service="probe") == 0
    assert told("outbox_oldest_seconds", service="probe") == 0
    for _ in range(2):
        async with service.database.transaction() as uow:
            uow.announce(Answered(thing_id=uuid4()), cause())
        clock.forward(timedelta(seconds=40))
    await gauges.sample()
    assert told("outbox_messages", service="probe") == 2
    assert told("outbox_oldest_seconds", service="probe") == pytest.approx(80, abs=5)


async def test_parked_messages_are_told_by_state(service: Probe, gauges: Gauges) -> None:
    service.faults[0] = LookupError
    thing = uuid4()
    batch = batch_of(*(Noted(thing_id=thing, number=n) for n in range(3)))
    await Consumer(service.processor).handle(batch)
    await gauges.sample()
    assert told("parked_messages", service="probe", state="failed") == 1
    assert told("parked_messages", service="probe", state="waiting") == 2
    assert told("parked_messages", service="probe", state="released") == 0


async def test_a_job_tells_when_it_ran_and_that_it_is_late(
    service: Probe, gauges: Gauges, clock: MovableClock
) -> None:
    async def look(uow: UnitOfWork) -> bool:
        return False

    job = Job("look", HOUR, look)
    await Scheduler(service.database, [job]).run_if_due(job)
    clock.forward(timedelta(minutes=70))
    await gauges.sample()
    assert told("job_last_run_seconds", service="probe", job_name="look") == pytest.approx(
        4200, abs=5
    )
    assert told("job_overdue_seconds", service="probe", job_name="look") == pytest.approx(
        600, abs=5
    )


async def test_a_part_that_does_not_answer_is_told_and_the_other_is_still_asked(
    service: Probe, gauges: Gauges, bus: Bus
) -> None:
    bus.away = True
    await gauges.sample()
    assert told("reachable", service="probe", part="bus") == 0
    assert told("reachable", service="probe", part="database") == 1
    bus.away = False
    nowhere = Database(
        "postgresql+asyncpg://nobody@127.0.0.1:1/nothing", "probe", service.database.clock
    )
    await Gauges(nowhere, bus, []).sample()  # type: ignore[arg-type]
    assert told("reachable", service="probe", part="bus") == 1
    assert told("reachable", service="probe", part="database") == 0
