"""A gathering of a municipality, for which its worker is registered."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from services.trainings.models import Gathering, GatheringDate, Registration
from shared.clock import local_date
from shared.contracts.gatherings import (
    REGISTRATION_PAGE,
    Approval,
    GatheringKind,
    GatheringState,
    Place,
)
from shared.ids import new_id

if TYPE_CHECKING:
    from tests.house import House
    from tests.town import Town


async def convene(house: House, town: Town) -> None:
    """In a month; somebody else waits for the office to agree."""
    tenant, now = town.municipality, house.clock.now()
    begin = now + timedelta(days=30)
    row = Gathering(
        tenant=tenant,
        id=new_id(),
        kind=GatheringKind.TRAINING,
        title=f"Kinderschutz {tenant}",
        state=GatheringState.OPEN,
        capacity=20,
        starts_at=begin,
        ends_at=begin + timedelta(hours=3),
    )
    day = GatheringDate(
        tenant=tenant,
        id=new_id(),
        gathering_id=row.id,
        day=local_date(begin),
        starts=time(9),
        ends=time(12),
        starts_at=begin,
        ends_at=begin + timedelta(hours=3),
        units=Decimal(4),
        original_day=local_date(begin),
    )
    entry = Registration(
        tenant=tenant,
        id=new_id(),
        gathering_id=row.id,
        person_id=UUID(town.values["worker_id"]),
        submitted_at=now,
        waiting_since=now,
        place=Place.WAITING,
        approval=Approval.PENDING,
    )
    async with house.context("trainings").database.transaction() as uow:
        uow.session.add(row)
        await uow.session.flush()
        uow.session.add_all([day, entry])
    until = local_date(now) + timedelta(days=60)
    town.values |= {
        "gathering_id": str(row.id),
        "date_id": str(day.id),
        "registration_id": str(entry.id),
        "/registration": house.link(REGISTRATION_PAGE, entry.id, until).rpartition("/")[2],
    }
    town.traces |= {str(row.id), row.title, str(entry.id)}
