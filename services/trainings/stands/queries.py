"""The office's list, and what still has seats."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.forms import GatheringSearch
from services.trainings.gatherings import queries as gatherings
from services.trainings.models import Gathering, Registration
from services.trainings.promises import queries as promises
from services.trainings.seats import queries as seats
from services.trainings.seats.values import Occupancy
from services.trainings.stands.values import STANDS, Stands, in_words
from services.trainings.values import SEATED
from shared.clock import local_date
from shared.contracts.gatherings import GatheringKind, GatheringState, Place
from shared.database.paging import KeysetRequest, Page, described
from shared.web.kit.words import shown

ASKED = timedelta(days=8)
"""Before a symposium its list says how many have promised to come."""


async def page_of(
    session: AsyncSession,
    tenant: str,
    search: GatheringSearch,
    wanted: KeysetRequest,
    now: datetime,
) -> Page[Stands]:
    """From the next on, with how full each is."""
    found = await gatherings.page_of(session, tenant, search, wanted, now)

    async def describe(later: AsyncSession, rows: Sequence[Gathering]) -> list[Stands]:
        full = await seats.occupancies(later, tenant, rows, now)
        asked = [each.id for each in rows if is_asked(each, now)]
        sure = await promises.numbers_of(later, tenant, asked) if asked else {}
        return [_described(each, full[each.id], now, sure.get(each.id, 0)) for each in rows]

    return replace(await described(session, found, describe), columns=STANDS)


def with_seats(now: datetime) -> ColumnElement[bool]:
    """Whoever registers now has a seat, as far as no quota keeps it."""
    theirs = (Registration.tenant == Gathering.tenant, Registration.gathering_id == Gathering.id)
    taken = select(func.count()).where(*theirs, Registration.place.in_(SEATED))
    waiting = select(Registration.id).where(*theirs, Registration.place == Place.WAITING)
    until = Gathering.register_until
    return and_(
        Gathering.state == GatheringState.OPEN,
        Gathering.starts_at > now,
        or_(until.is_(None), until >= local_date(now)),
        or_(
            Gathering.capacity.is_(None),
            and_(Gathering.capacity > taken.scalar_subquery(), ~waiting.exists()),
        ),
    )


def is_asked(row: Gathering, now: datetime) -> bool:
    """Whether people are asked in these days if they really come."""
    soon = row.starts_at is not None and now < row.starts_at < now + ASKED
    return soon and row.kind is GatheringKind.SYMPOSIUM


def _described(row: Gathering, full: Occupancy, now: datetime, sure: int) -> Stands:
    of = f" von {shown(row.capacity)}" if row.capacity else ""
    promised = f", zugesagt {shown(sure)}" if sure else ""
    offered = f", {shown(full.offered)} angeboten" if full.offered else ""
    pending = f", {shown(full.pending)} ohne Freigabe" if full.pending else ""
    given = f"{shown(full.confirmed)}{of}{promised}{offered}{pending}"
    return Stands(
        id=row.id,
        title=row.title,
        kind=row.kind,
        starts_at=row.starts_at,
        stand=in_words(row, full, now),
        seats=given if row.state is not GatheringState.DRAFT else of[5:],
    )
