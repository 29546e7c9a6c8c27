"""A gathering of a municipality, for which its worker is registered."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from services.trainings.actions.models import ActionItem
from services.trainings.agenda.models import AgendaItem
from services.trainings.agenda.values import ItemKind
from services.trainings.decisions.models import Decision
from services.trainings.models import Gathering, GatheringDate, Registration
from services.trainings.values import Audience
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


async def note(house: House, town: Town) -> None:
    """Something to talk about, a decision, and what somebody took upon themselves."""
    tenant, key = town.municipality, UUID(town.values["gathering_id"])
    item = AgendaItem(tenant=tenant, gathering_id=key, id=new_id(), position=1)
    item.title, item.minutes, item.kind = "Fallzahlen", 30, ItemKind.INFO
    decision = Decision(tenant=tenant, gathering_id=key, id=new_id(), at=house.clock.now())
    decision.text = "Treffen im Mai"
    action = ActionItem(tenant=tenant, gathering_id=key, id=new_id())
    action.title, action.owner_id = "Flyer entwerfen", UUID(town.values["worker_id"])
    action.assignment_id = new_id()
    async with house.context("trainings").database.transaction() as uow:
        uow.session.add_all([item, decision, action])
    town.values |= {
        "item_id": str(item.id),
        "decision_id": str(decision.id),
        "action_id": str(action.id),
        "number": "1",
    }


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
    await note(house, town)


def _training(tenant: str, begin: datetime) -> tuple[Gathering, GatheringDate]:
    end = begin + timedelta(hours=3)
    row = Gathering(
        tenant=tenant,
        id=new_id(),
        kind=GatheringKind.TRAINING,
        title=f"Kinderschutz {tenant}",
        state=GatheringState.OPEN,
        audience=Audience.PUBLIC,
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
