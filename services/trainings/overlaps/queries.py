"""What somebody holds or waits for while a gathering is held."""

from collections.abc import Collection, Mapping
from datetime import date, time
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, Uuid, and_, bindparam, exists, false, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.gatherings.values import Slot
from services.trainings.guests import queries as guests
from services.trainings.models import gathering_dates, gatherings, registrations
from services.trainings.overlaps.values import OVERLAPS, Overlap
from services.trainings.values import GONE
from shared.contracts.gatherings import GatheringState
from shared.database.lists import in_list
from shared.web.problem import Problem

SHOWN = 5
_Query = Select[UUID, str, date, time, time]
_MINE = gatherings.alias("mine")
_ALIKE = exists().where(
    _MINE.c.id == bindparam("gathering_id", type_=Uuid), _MINE.c.alike_id == gatherings.c.alike_id
)
"""Of what stands in for it they keep only one seat."""
_THIS, _OTHER = gathering_dates.alias("this"), gathering_dates.alias("other")
_CROSSING = and_(
    _THIS.c.gathering_id == bindparam("gathering_id", type_=Uuid),
    _THIS.c.cancelled == false(),
    _THIS.c.starts_at < _OTHER.c.ends_at,
    _THIS.c.ends_at > _OTHER.c.starts_at,
)


def _found(theirs: ColumnElement[bool]) -> _Query:
    return (
        select(
            registrations.c.gathering_id,
            gatherings.c.title,
            _OTHER.c.day,
            _OTHER.c.starts,
            _OTHER.c.ends,
        )
        .select_from(registrations)
        .join(gatherings, gatherings.c.id == registrations.c.gathering_id)
        .join(_OTHER, _OTHER.c.gathering_id == registrations.c.gathering_id)
        .where(
            registrations.c.tenant == bindparam("tenant", type_=String),
            theirs,
            registrations.c.gathering_id != bindparam("gathering_id", type_=Uuid),
            registrations.c.place.not_in([each.value for each in GONE]),
            gatherings.c.state != GatheringState.CANCELLED.value,
            _OTHER.c.cancelled == false(),
            ~_ALIKE,
            select(_THIS.c.id).where(_CROSSING).exists(),
        )
        .order_by(_OTHER.c.starts_at, _OTHER.c.id)
        .limit(SHOWN)
    )


_FOUND = _found(registrations.c.person_id == bindparam("person_id", type_=Uuid))
_OF_SEVERAL = _found(in_list(registrations.c.person_id, "people"))
_WHO = (
    _OF_SEVERAL.with_only_columns(registrations.c.person_id).order_by(None).limit(None).distinct()
)
SOME = _FOUND.order_by(None).limit(None).exists()
"""Whether there is any, for a statement with the same parameters."""


async def of(
    session: AsyncSession, tenant: str, person_id: UUID, gathering_id: UUID
) -> list[Overlap]:
    """By date and time, so that several days block nothing between them."""
    given = {"tenant": tenant, "person_id": person_id, "gathering_id": gathering_id}
    return await _overlaps(session, _FOUND, given)


async def crossed(
    session: AsyncSession, tenant: str, ids: Collection[UUID], gathering_id: UUID
) -> set[UUID]:
    """Those of these people who hold or wait for anything else meanwhile."""
    if not ids:
        return set()
    given = {"tenant": tenant, "people": ids, "gathering_id": gathering_id}
    return {*(await session.execute(_WHO, given)).scalars()}


async def of_guest(
    session: AsyncSession, tenant: str, guest_id: UUID, gathering_id: UUID
) -> list[Overlap]:
    """The same of whoever comes under the address of a guest, who has an id for each gathering."""
    ids = await guests.at_same_address(session, tenant, guest_id)
    given = {"tenant": tenant, "people": ids, "gathering_id": gathering_id}
    return await _overlaps(session, _OF_SEVERAL, given) if len(ids) > 1 else []


async def refuse_guest(
    session: AsyncSession, tenant: str, guest_id: UUID, gathering_id: UUID
) -> None:
    """Raise ``Problem`` for a guest who has not said that they know."""
    found = await of_guest(session, tenant, guest_id, gathering_id)
    refuse([guest_id] if found else [], guest_id)


async def _overlaps(
    session: AsyncSession, query: _Query, given: Mapping[str, object]
) -> list[Overlap]:
    rows = await session.execute(query, given)
    return [
        Overlap(each.gathering_id, each.title, Slot(each.day, each.starts, each.ends))
        for each in rows
    ]


def refuse(crossed: Collection[UUID], person_id: UUID) -> None:
    """Raise ``Problem`` for who is among them, and has not said that they know."""
    if person_id in crossed:
        raise Problem(409, OVERLAPS, "They are registered for something else at that time")
