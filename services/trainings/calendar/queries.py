"""Dates as a month and calendars show them: never a draft, of people only whose seat is sure."""

from datetime import date, datetime, time
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.calendar import rules
from services.trainings.calendar.models import CalendarFeed, PublicGathering
from services.trainings.calendar.values import Entry, Happening, Month
from services.trainings.gatherings.values import Slot
from services.trainings.models import Gathering, GatheringDate, Registration
from services.trainings.registrations import queries as registrations
from services.trainings.registrations.values import Own, state_in_words
from services.trainings.values import GONE
from shared.clock import local_date
from shared.contracts.gatherings import GatheringState, Place
from shared.database.reach import crossing
from shared.web.sessions.person import Me

MOST = 500
"""Dates that one month shows."""
_KNOWN = Gathering.state != GatheringState.DRAFT
_OFF = or_(GatheringDate.cancelled, Gathering.state == GatheringState.CANCELLED)
_ENTRY = (
    GatheringDate.id,
    GatheringDate.gathering_id,
    Gathering.title,
    GatheringDate.day,
    GatheringDate.starts,
    GatheringDate.ends,
    GatheringDate.place,
    _OFF.label("off"),
)
_CHANGES = GatheringDate.version + Gathering.version
"""It grows with whatever is changed of a date, or of all of it."""
_Dates = Select[UUID, UUID, str, date, time, time, str, bool]
_SEATED = or_(
    Registration.place == Place.CONFIRMED,
    and_(
        Gathering.state == GatheringState.CANCELLED,
        Registration.place == Place.WITHDRAWN,
        Registration.sequence > 0,
    ),
)
"""Who had a seat in what was called off is told so, too."""


async def month_of(session: AsyncSession, me: Me, first: date, now: datetime) -> Month:
    """What is on, and how it stands with oneself."""
    begin, end = rules.span_of(first)
    query = (
        select(Gathering, GatheringDate)
        .join(GatheringDate, GatheringDate.gathering_id == Gathering.id)
        .where(Gathering.tenant == me.tenant, GatheringDate.tenant == me.tenant, _KNOWN)
        .where(GatheringDate.starts_at >= begin, GatheringDate.starts_at < end)
        .order_by(GatheringDate.starts_at, GatheringDate.id)
        .limit(MOST + 1)
    )
    rows = [(row, each) for row, each in (await session.execute(query)).all()]
    ids = {row.id for row, _ in rows}
    own = await registrations.own(session, me.tenant, me.person_id, ids)
    found = [_happening(row, each, own.get(row.id)) for row, each in rows[:MOST]]
    return rules.month_of(first, found, local_date(now), more=len(rows) > MOST)


async def date_entry(
    session: AsyncSession, me: Me, gathering_id: UUID, date_id: UUID
) -> tuple[Entry, bool]:
    """One date, with the number that mails about it bear, and whether one has a seat.

    Raises ``NoResultFound``, also for who waits: the mail about their seat brings it.
    """
    shown = (_KNOWN, GatheringDate.gathering_id == gathering_id, GatheringDate.id == date_id)
    row = (await session.execute(_dates(me.tenant).where(*shown))).one()
    newest = await registrations.mine(session, me.tenant, me.person_id, gathering_id)
    seated = newest is not None and newest.place is Place.CONFIRMED
    if newest is not None and not seated and newest.place not in GONE:
        raise NoResultFound
    return Entry(*row, sequence=newest.sequence if newest else 0), seated


async def feed_of(session: AsyncSession, tenant: str, person_id: UUID) -> CalendarFeed | None:
    """Whether somebody has one."""
    mine = (CalendarFeed.tenant == tenant, CalendarFeed.person_id == person_id)
    return (await session.scalars(select(CalendarFeed).where(*mine))).one_or_none()


async def feed_by(session: AsyncSession, secret: str) -> CalendarFeed:
    """Whoever knows the address may see it; raises ``NoResultFound``."""
    query = select(CalendarFeed).where(CalendarFeed.digest == digest_of(secret))
    return (await session.scalars(crossing(query))).one()


async def own_entries(session: AsyncSession, feed: CalendarFeed, now: datetime) -> list[Entry]:
    """Dates of sure seats: those of the last weeks, and all to come."""
    query = (
        _dates(feed.tenant)
        .add_columns(Registration.sequence)
        .join(Registration, Registration.gathering_id == Gathering.id)
        .where(Registration.tenant == feed.tenant, Registration.person_id == feed.person_id)
        .where(_SEATED, GatheringDate.ends_at >= now - rules.KEPT_BACK)
        .order_by(GatheringDate.starts_at, GatheringDate.id, Registration.sequence)
    )
    newest = {row.id: Entry(*row) for row in await session.execute(query)}
    return [each for each in newest.values() if rules.is_told(each, now)]


async def public_entries(session: AsyncSession, tenant: str, now: datetime) -> list[Entry]:
    """What the office shows to everybody."""
    query = (
        _dates(tenant)
        .add_columns(_CHANGES)
        .join(PublicGathering, PublicGathering.gathering_id == Gathering.id)
        .where(PublicGathering.tenant == tenant, _KNOWN)
        .where(GatheringDate.ends_at >= now - rules.KEPT_BACK)
        .order_by(GatheringDate.starts_at, GatheringDate.id)
    )
    found = [Entry(*row) for row in await session.execute(query)]
    return [each for each in found if rules.is_told(each, now)]


async def is_public(session: AsyncSession, tenant: str, gathering_id: UUID) -> bool:
    """Whether it stands in the public calendar."""
    mine = (PublicGathering.tenant == tenant, PublicGathering.gathering_id == gathering_id)
    found = await session.scalars(select(PublicGathering.gathering_id).where(*mine))
    return found.one_or_none() is not None


def digest_of(secret: str) -> bytes:
    """Of one that is random: it needs no salt and no slow digest."""
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _dates(tenant: str) -> _Dates:
    joined = GatheringDate.gathering_id == Gathering.id
    query = select(*_ENTRY).join(Gathering, joined)
    return query.where(Gathering.tenant == tenant, GatheringDate.tenant == tenant)


def _happening(row: Gathering, each: GatheringDate, mine: Own | None) -> Happening:
    return Happening(
        gathering_id=row.id,
        title=row.title,
        kind=row.kind,
        slot=Slot(each.day, each.starts, each.ends),
        place=each.place,
        cancelled=each.cancelled or row.state is GatheringState.CANCELLED,
        own=state_in_words(*mine) if mine else "",
    )
