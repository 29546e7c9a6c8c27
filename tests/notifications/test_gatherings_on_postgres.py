"""What is looked up and written about gatherings, as PostgreSQL takes it."""

from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from deploy.local.postgres import PostgresServer
from services.notifications.deliveries.use_cases import lease
from services.notifications.gatherings import queries, use_cases
from services.notifications.gatherings.models import Gathering, Registration, calendar_entries
from services.notifications.models import messages
from services.notifications.values import Directory
from shared.clock import BERLIN, MovableClock
from shared.contracts.gatherings import (
    Approval,
    DateFact,
    GatheringKind,
    GatheringState,
    Place,
)
from shared.ids import new_id
from shared.messaging.database import Database
from tests.house import BERGKAMEN
from tests.prepared import tables_on


def rows(now: datetime) -> tuple[Gathering, Registration]:
    """One with a date tomorrow, and somebody with a seat."""
    day = (now + timedelta(days=1)).date()
    held = DateFact(date_id=new_id(), day=day, starts=time(9), ends=time(12), place="Rathaus")
    gathering = Gathering(
        tenant=BERGKAMEN,
        gathering_id=new_id(),
        version=1,
        as_of=now,
        kind=GatheringKind.EXCHANGE,
        title="Austausch",
        state=GatheringState.OPEN,
        dates=[held.model_dump(mode="json")],
        move_up_until=None,
        first_day=day,
        last_day=day,
    )
    registration = Registration(
        tenant=BERGKAMEN,
        registration_id=new_id(),
        version=1,
        as_of=now,
        gathering_id=gathering.gathering_id,
        person_id=new_id(),
        place=Place.CONFIRMED,
        approval=Approval.NOT_NEEDED,
        answer_until=None,
        sequence=0,
    )
    return gathering, registration


@pytest.mark.real
async def test_people_are_reminded_once_and_their_seats_are_found(
    postgres: PostgresServer,
) -> None:
    name = f"gatherings_{new_id().hex}"
    await tables_on(postgres, name, "notifications")
    clock = MovableClock()
    clock.forward(datetime(2031, 3, 25, 9, tzinfo=BERLIN) - clock.now())
    database = Database(postgres.url(name), "notifications", clock)
    gathering, registration = rows(clock.now())
    person: UUID = registration.person_id
    async with database.transaction() as uow:
        uow.session.add_all([gathering, registration])
    for _ in range(2):
        async with database.transaction() as uow:
            await use_cases.remind(uow)
    async with database.reading() as session:
        assert (await session.execute(select(func.count()).select_from(messages))).scalar() == 1
        seats = await queries.seated(session, BERGKAMEN, gathering.gathering_id)
        assert seats == {person: registration.registration_id}
    async with database.transaction() as uow:
        owed = await lease(uow, new_id(), 10)
        known = await queries.with_seats(uow.session, Directory(), owed)
        assert [seat.title for seat in known.seats.values()] == ["Austausch"]
        await use_cases.forget(uow, {person})
        await use_cases.forget_older(uow)
        left = await uow.session.execute(select(calendar_entries))
        assert left.all() == []
    await database.close()
