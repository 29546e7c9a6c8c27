"""Gatherings as lists and pages show them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, Uuid, bindparam, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.forms import GatheringSearch
from services.trainings.gatherings import rules
from services.trainings.gatherings.values import Dated, Whole
from services.trainings.models import Gathering, GatheringDate, gathering_dates, people
from services.trainings.values import Audience, Where, lets_guests_in
from shared.contracts.gatherings import GatheringKind, GatheringState
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, paginate
from shared.web.kit.words import by_word
from shared.web.sessions.models import access

_NAMES = [each.name for each in fields(Dated)]
_DATED = [gathering_dates.c[each] for each in _NAMES]
_TENANT = bindparam("tenant", type_=String)
_DATES = (
    select(*_DATED)
    .where(
        gathering_dates.c.tenant == _TENANT,
        gathering_dates.c.gathering_id == bindparam("gathering_id", type_=Uuid),
    )
    .order_by(gathering_dates.c.starts_at)
)
_PLACES = (
    select(gathering_dates.c.gathering_id, gathering_dates.c.place)
    .where(
        gathering_dates.c.tenant == _TENANT,
        in_list(gathering_dates.c.gathering_id, "ids"),
        gathering_dates.c.cancelled.is_(False),
    )
    .order_by(gathering_dates.c.starts_at)
)
_ONLINE = select(GatheringDate.gathering_id).where(
    GatheringDate.tenant == Gathering.tenant,
    GatheringDate.cancelled.is_(False),
    (GatheringDate.join_link != "")
    | GatheringDate.place.ilike("%video%")
    | GatheringDate.place.ilike("%online%"),
)
_CONTACT = (
    select(people.c.given_name, people.c.family_name, access.c.grants)
    .outerjoin(access, access.c.person_id == people.c.person_id)
    .where(
        people.c.tenant == _TENANT,
        people.c.person_id == bindparam("person_id", type_=Uuid),
    )
)
_SORTS = (Gathering.title_key, by_word(Gathering.kind, GatheringKind))


async def page_of(
    session: AsyncSession,
    tenant: str,
    search: GatheringSearch,
    wanted: KeysetRequest,
    now: datetime,
) -> Page[Gathering]:
    """All of the municipality: those to come from the next on, with past ones the newest first."""
    query = select(Gathering).where(Gathering.tenant == tenant)
    return await _listed(session, query, search, wanted, now)


async def offered(
    session: AsyncSession,
    tenant: str,
    search: GatheringSearch,
    wanted: KeysetRequest,
    now: datetime,
    also: Sequence[ColumnElement[bool]] = (),
) -> Page[Gathering]:
    """Those that anybody may know of."""
    known = Gathering.state != GatheringState.DRAFT
    query = select(Gathering).where(Gathering.tenant == tenant, known, *also)
    return await _listed(session, query, search, wanted, now)


async def for_guests(
    session: AsyncSession, tenant: str, wanted: KeysetRequest, now: datetime
) -> Page[Gathering]:
    """Those to come that are open to guests, from the next on."""
    query = select(Gathering).where(
        Gathering.tenant == tenant,
        Gathering.state.in_((GatheringState.OPEN, GatheringState.CLOSED)),
        Gathering.audience == Audience.PUBLIC,
        Gathering.starts_at > now,
    )
    return await paginate(session, query, wanted, by=(Gathering.starts_at, Gathering.id))


async def for_guest(session: AsyncSession, tenant: str, gathering_id: UUID) -> Gathering:
    """One that is open to guests and no draft; raises ``NoResultFound``."""
    row = await known(session, tenant, gathering_id)
    if not lets_guests_in(row):
        raise NoResultFound
    return row


async def one(session: AsyncSession, tenant: str, gathering_id: UUID) -> Gathering:
    """Raises ``NoResultFound``."""
    mine = (Gathering.tenant == tenant, Gathering.id == gathering_id)
    return (await session.scalars(select(Gathering).where(*mine))).one()


async def date_of(
    session: AsyncSession, tenant: str, gathering_id: UUID, date_id: UUID
) -> GatheringDate:
    """Raises ``NoResultFound``."""
    mine = (
        GatheringDate.tenant == tenant,
        GatheringDate.gathering_id == gathering_id,
        GatheringDate.id == date_id,
    )
    return (await session.scalars(select(GatheringDate).where(*mine))).one()


async def dates_of(
    session: AsyncSession, tenant: str, gathering_ids: Collection[UUID]
) -> Mapping[UUID, Sequence[GatheringDate]]:
    """In their order, by gathering."""
    theirs = (GatheringDate.tenant == tenant, GatheringDate.gathering_id.in_(gathering_ids))
    query = select(GatheringDate).where(*theirs).order_by(GatheringDate.starts_at)
    found: dict[UUID, list[GatheringDate]] = {each: [] for each in gathering_ids}
    for each in await session.scalars(query):
        found[each.gathering_id].append(each)
    return found


async def shown_dates(session: AsyncSession, tenant: str, gathering_id: UUID) -> Sequence[Dated]:
    """The same of one, for a page."""
    given = {"tenant": tenant, "gathering_id": gathering_id}
    return [Dated(*each) for each in (await session.execute(_DATES, given)).all()]


async def places_of(
    session: AsyncSession, tenant: str, gathering_ids: Collection[UUID]
) -> Mapping[UUID, str]:
    """Where the first date is that is not called off, by gathering."""
    given = {"tenant": tenant, "ids": gathering_ids}
    found = (await session.execute(_PLACES, given)).all()
    return {each.gathering_id: each.place for each in reversed(found)}


async def known(session: AsyncSession, tenant: str, gathering_id: UUID) -> Gathering:
    """One that is no draft; raises ``NoResultFound``."""
    shown = (Gathering.id == gathering_id, Gathering.state != GatheringState.DRAFT)
    query = select(Gathering).where(Gathering.tenant == tenant, *shown)
    return (await session.scalars(query)).one()


async def whole(
    session: AsyncSession, tenant: str, row: Gathering, contact: str | None = None
) -> Whole:
    """With its dates and whom one asks, whose name may be known already."""
    dates = await shown_dates(session, tenant, row.id)
    if contact is None:
        contact = await _contact(session, row)
    return described(row, dates, contact)


async def found(session: AsyncSession, tenant: str, gathering_id: UUID) -> Whole:
    """The same by its id; raises ``NoResultFound``."""
    return await whole(session, tenant, await one(session, tenant, gathering_id))


async def titles_of(
    session: AsyncSession, tenant: str, ids: Collection[UUID]
) -> Mapping[UUID, str]:
    """What gatherings are called."""
    mine = (Gathering.tenant == tenant, Gathering.id.in_(ids))
    found = await session.execute(select(Gathering.id, Gathering.title).where(*mine))
    return {each.id: each.title for each in found}


def of_line(row: Gathering) -> list[ColumnElement[bool]]:
    """What follows one another: a series, or without one all of the same kind."""
    line = Gathering.kind == row.kind
    if row.series_id is not None:
        line = Gathering.series_id == row.series_id
    return [Gathering.tenant == row.tenant, line]


def before(row: Gathering) -> list[ColumnElement[bool]]:
    """What of its line comes before it: whatever has a date, where it has none yet."""
    if row.starts_at is None:
        return [*of_line(row), Gathering.starts_at.is_not(None)]
    return [*of_line(row), Gathering.starts_at < row.starts_at]


async def previous(session: AsyncSession, row: Gathering) -> Gathering | None:
    """The last one of its line before it, by time."""
    held = (*before(row), Gathering.state != GatheringState.CANCELLED)
    query = select(Gathering).where(*held)
    return (await session.scalars(query.order_by(Gathering.starts_at.desc()).limit(1))).first()


async def following(session: AsyncSession, row: Gathering) -> Gathering | None:
    """The next one of its line after it, by time, wherever it has been moved to."""
    if row.starts_at is None:
        return None
    held = (*of_line(row), Gathering.state != GatheringState.CANCELLED)
    query = select(Gathering).where(*held, Gathering.starts_at > row.starts_at)
    return (await session.scalars(query.order_by(Gathering.starts_at).limit(1))).first()


def described(row: Gathering, dates: Sequence[Dated], contact: str = "") -> Whole:
    """A gathering as pages show it."""
    return Whole(
        id=row.id,
        tenant=row.tenant,
        version=row.version,
        kind=row.kind,
        title=row.title,
        content=row.content,
        state=row.state,
        audience=row.audience,
        contact_id=row.contact_id,
        contact=contact,
        capacity=row.capacity,
        needs_approval=row.needs_approval,
        register_until=row.register_until,
        move_up_until=row.move_up_until,
        rests_in_holidays=row.rests_in_holidays,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        dates=tuple(dates),
    )


async def _contact(session: AsyncSession, row: Gathering) -> str:
    if row.contact_id is None:
        return ""
    mine = {"tenant": row.tenant, "person_id": row.contact_id}
    known = (await session.execute(_CONTACT, mine)).one_or_none()
    return contact_of(row, *known) if known else ""


def contact_of(
    row: Gathering, given_name: str, family_name: str, grants: Sequence[Mapping[str, str]] | None
) -> str:
    """Whoever has left and may do nothing here any more is not named."""
    stays = grants is None or any(each["municipality"] == row.tenant for each in grants)
    return f"{given_name} {family_name}" if stays else ""


async def _listed(
    session: AsyncSession,
    query: Select[Gathering],
    search: GatheringSearch,
    wanted: KeysetRequest,
    now: datetime,
) -> Page[Gathering]:
    if search.text:
        query = query.where(Gathering.matches(search.text))
    if search.kind:
        query = query.where(Gathering.kind == search.kind)
    if search.month:
        begin, end = rules.month_meant(search.month, now, past=search.past)
        query = query.where(Gathering.starts_at >= begin, Gathering.starts_at < end)
    if search.where:
        online = Gathering.id.in_(_ONLINE)
        query = query.where(online if search.where is Where.ONLINE else ~online)
    if search.past:
        wanted = replace(wanted, sort=wanted.sort or f"-{Gathering.starts_at.key}")
    else:
        query = query.where((Gathering.ends_at > now) | Gathering.ends_at.is_(None))
    by = (Gathering.starts_at, Gathering.id)
    return await paginate(session, query, wanted, by=by, sorts=_SORTS)


def dated(each: GatheringDate) -> Dated:
    """One date as pages show it."""
    return Dated(**{name: getattr(each, name) for name in _NAMES})


async def used(session: AsyncSession, tenant: str, ids: Collection[UUID]) -> set[UUID]:
    """Of these the gatherings on which more hangs than dates and settings."""
    found: set[UUID] = set()
    for column in rules.hanging():
        if column.table.name not in rules.SETTINGS:
            theirs = (column.table.c.tenant == tenant, column.in_(ids))
            found.update(await session.scalars(select(column).where(*theirs).distinct()))
    return found
