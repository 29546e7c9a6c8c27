"""Workshops and the times at which they run."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.models import Gathering, GatheringDate
from services.trainings.workshop_seats.values import Fullness
from services.trainings.workshops.models import Workshop, WorkshopSlot
from services.trainings.workshops.values import Offered, Session
from shared.contracts.gatherings import GatheringState


async def programme(session: AsyncSession, tenant: str, gathering_id: UUID) -> Sequence[Session]:
    """In the order of time, workshops by title."""
    theirs = (WorkshopSlot.tenant == tenant, WorkshopSlot.gathering_id == gathering_id)
    query = (
        select(WorkshopSlot, GatheringDate.day, GatheringDate.cancelled, Workshop)
        .join(GatheringDate, GatheringDate.id == WorkshopSlot.date_id)
        .outerjoin(Workshop, Workshop.slot_id == WorkshopSlot.id)
        .where(*theirs)
        .order_by(GatheringDate.day, WorkshopSlot.starts, WorkshopSlot.id, Workshop.title)
    )
    found: dict[UUID, Session] = {}
    for slot, day, cancelled, workshop in (await session.execute(query)).all():
        known = found.get(slot.id) or Session(
            slot.id, slot.date_id, day, slot.starts, slot.ends, cancelled, slot.version
        )
        more = (offered(workshop),) if workshop else ()
        found[slot.id] = replace(known, workshops=(*known.workshops, *more))
    return list(found.values())


def number_of(row: Gathering) -> ScalarSelect[int]:
    """How many there are, for who asks it together with others."""
    mine = (WorkshopSlot.tenant == row.tenant, WorkshopSlot.gathering_id == row.id)
    joined = select(func.count(Workshop.id)).join(WorkshopSlot, WorkshopSlot.id == Workshop.slot_id)
    return joined.where(*mine).scalar_subquery()


def planned(gathering_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Whether there is a time for any, as a condition of a statement about gatherings."""
    return exists().where(WorkshopSlot.gathering_id == gathering_id)


async def slot_of(
    session: AsyncSession, tenant: str, gathering_id: UUID, slot_id: UUID
) -> WorkshopSlot:
    """Raises ``NoResultFound``."""
    mine = (
        WorkshopSlot.tenant == tenant,
        WorkshopSlot.gathering_id == gathering_id,
        WorkshopSlot.id == slot_id,
    )
    return (await session.scalars(select(WorkshopSlot).where(*mine))).one()


async def one(
    session: AsyncSession, tenant: str, gathering_id: UUID, workshop_id: UUID
) -> Workshop:
    """Raises ``NoResultFound``."""
    mine = (WorkshopSlot.tenant == tenant, WorkshopSlot.gathering_id == gathering_id)
    query = select(Workshop).join(WorkshopSlot, WorkshopSlot.id == Workshop.slot_id)
    query = query.where(*mine, Workshop.tenant == tenant, Workshop.id == workshop_id)
    return (await session.scalars(query)).one()


async def sizes(session: AsyncSession, tenant: str, slot_id: UUID) -> dict[UUID, int]:
    """Of the workshops that run at this time."""
    mine = (Workshop.tenant == tenant, Workshop.slot_id == slot_id)
    found = await session.execute(select(Workshop.id, Workshop.size).where(*mine))
    return {each.id: each.size for each in found}


async def moves(session: AsyncSession, tenant: str, slot_id: UUID, now: datetime) -> bool:
    """Whether anybody still moves up: until the gathering begins."""
    begins = Gathering.starts_at.is_(None) | (Gathering.starts_at > now)
    mine = (WorkshopSlot.tenant == tenant, WorkshopSlot.id == slot_id)
    query = select(Gathering.id).join(WorkshopSlot, WorkshopSlot.gathering_id == Gathering.id)
    query = query.where(*mine, begins, Gathering.state != GatheringState.CANCELLED)
    return (await session.execute(query)).first() is not None


async def time_of(
    session: AsyncSession, tenant: str, slot_id: UUID
) -> tuple[UUID, date, time, time]:
    """Of which gathering a time is, and when."""
    query = (
        select(WorkshopSlot, GatheringDate.day)
        .join(GatheringDate, GatheringDate.id == WorkshopSlot.date_id)
        .where(WorkshopSlot.tenant == tenant, WorkshopSlot.id == slot_id)
    )
    slot, day = (await session.execute(query)).one()
    return slot.gathering_id, day, slot.starts, slot.ends


def known(row: WorkshopSlot) -> Mapping[str, Any]:
    """What the form shows of a time."""
    times = {"starts": f"{row.starts:%H:%M}", "ends": f"{row.ends:%H:%M}"}
    return {"date_id": row.date_id, "version": row.version} | times


def with_fullness(found: Sequence[Session], full: Mapping[UUID, Fullness]) -> list[Session]:
    """The same with how full each workshop is."""
    return [
        replace(each, workshops=tuple(_filled(one, full) for one in each.workshops))
        for each in found
    ]


def _filled(each: Offered, full: Mapping[UUID, Fullness]) -> Offered:
    known = full.get(each.id, Fullness())
    return replace(each, seated=known.seated, waiting=known.waiting)


def offered(row: Workshop) -> Offered:
    """One as pages show it."""
    return Offered(row.id, row.title, row.speaker, row.room, row.size)
