"""A gathering of a municipality, for which its worker is registered."""

from __future__ import annotations

from datetime import datetime, time, timedelta
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
    """In a month; the office has not agreed yet."""
    tenant, now = town.municipality, house.clock.now()
    row, day = _training(tenant, now + timedelta(days=30))
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


def _training(tenant: str, begin: datetime) -> tuple[Gathering, GatheringDate]:
    end = begin + timedelta(hours=3)
    row = Gathering(
        tenant=tenant,
        id=new_id(),
        kind=GatheringKind.TRAINING,
        title=f"Kinderschutz {tenant}",
        state=GatheringState.OPEN,
        capacity=20,
        starts_at=begin,
        ends_at=end,
    )
    day = GatheringDate(
        tenant=tenant,
        id=new_id(),
        gathering_id=row.id,
        day=local_date(begin),
        starts=time(9),
        ends=time(12),
        starts_at=begin,
        ends_at=end,
        units=Decimal(4),
        original_day=local_date(begin),
    )
    return row, day


def registration_link(town: Town) -> str:
    """The page of their registration."""
    return f"/trainings/l/anmeldung/{town.values['/registration']}"
