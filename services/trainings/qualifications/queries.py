"""Whose qualification runs out when, how it came about, and the units that count for it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    SQLColumnExpression,
    String,
    Subquery,
    Uuid,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.trainings.certificates import queries as certificates
from services.trainings.externals import queries as externals
from services.trainings.people import queries as people
from services.trainings.qualification_kinds import queries as kinds
from services.trainings.qualification_kinds.values import Kind
from services.trainings.qualifications import rules
from services.trainings.qualifications.forms import QualificationSearch
from services.trainings.qualifications.models import Qualification, qualifications
from services.trainings.qualifications.values import (
    NEAR_DAYS,
    QUALIFIED,
    SOON_DAYS,
    Credit,
    Entry,
    Held,
    Qualified,
    Standing,
)
from shared.database.paging import KeysetRequest, Page, described, paginate
from shared.database.reach import crossing
from shared.messaging.event import SANDBOX

Credits = Mapping[tuple[UUID, UUID], list[Credit]]
"""By person and kind."""


_ENDS = (
    select(func.max(qualifications.c.until).label("until"), qualifications.c.person_id)
    .where(
        qualifications.c.tenant == bindparam("tenant", type_=String),
        qualifications.c.withdrawn_at.is_(None),
    )
    .group_by(qualifications.c.person_id, qualifications.c.kind_id)
    .having(
        func.count() == func.count(qualifications.c.until),
        func.max(qualifications.c.until) >= bindparam("today", type_=Date),
        func.max(qualifications.c.until) <= bindparam("in_90_days", type_=Date),
    )
    .subquery()
)
_NEAR = case((_ENDS.c.until <= bindparam("in_30_days", type_=Date), 1))
ENDING_COUNTS = select(
    func.count(), func.count(_NEAR), literal(0), func.min(_ENDS.c.until)
).select_from(_ENDS)
"""What runs out in 90 days, how much of it in 30, and when first; what was renewed is none."""
OWN_END = (
    select(func.min(_ENDS.c.until))
    .where(_ENDS.c.person_id == bindparam("person_id", type_=Uuid))
    .scalar_subquery()
)
"""When the first one of somebody's own runs out, if that is in 90 days."""


async def page_of(
    session: AsyncSession,
    tenant: str,
    search: QualificationSearch,
    wanted: KeysetRequest,
    today: date,
) -> Page[Qualified]:
    """What holds last of everybody, whatever runs out first at the top."""
    which = [Qualification.tenant == tenant]
    known = await kinds.kinds(session, tenant)
    if search.kind:
        chosen = [each.id for each in known if str(each.id) == search.kind]
        which.append(Qualification.kind_id.in_(chosen))
    last = _last(*which)
    query = select(Qualification).join(last, last.c.id == Qualification.id).where(last.c.rank == 1)
    if search.standing:
        query = query.where(_standing(search.standing, today))
    by = (Qualification.until, Qualification.id)
    found = await paginate(session, query, wanted, by=by)
    page = await described(session, found, partial(_described, tenant, today))
    return replace(page, columns=QUALIFIED)


async def one(session: AsyncSession, tenant: str, key: UUID, today: date) -> Qualified:
    """With its whole history, whichever row of it is named; raises ``NoResultFound``."""
    mine = (Qualification.tenant == tenant, Qualification.id == key)
    row = (await session.scalars(select(Qualification).where(*mine))).one()
    found = await of_person(session, tenant, row.person_id, today)
    return next(each for each in found if each.kind_id == row.kind_id)


async def of_person(
    session: AsyncSession, tenant: str, person_id: UUID, today: date
) -> list[Qualified]:
    """By kind, with history."""
    mine = (Qualification.tenant == tenant, Qualification.person_id == person_id)
    query = select(Qualification).where(*mine)
    query = query.order_by(Qualification.since, Qualification.noted_at, Qualification.id)
    by_kind: dict[UUID, list[Qualification]] = defaultdict(list)
    for each in await session.scalars(query):
        by_kind[each.kind_id].append(each)
    if not by_kind:
        return []
    deciders = {each.by_id for rows in by_kind.values() for each in rows if each.by_id}
    names = await people.names_of(session, tenant, {person_id, *deciders})
    latest = [_latest(rows) for rows in by_kind.values()]
    shown = await _shown(session, tenant, latest, today)
    return [
        replace(each, history=tuple(_entry(row, names) for row in by_kind[each.kind_id]))
        for each in sorted(shown, key=lambda one: one.kind)
    ]


async def is_held(session: AsyncSession, tenant: str, kind_id: UUID) -> bool:
    """Whether somebody has one of the kind, or had."""
    mine = (Qualification.tenant == tenant, Qualification.kind_id == kind_id)
    return (await session.scalar(select(Qualification.id).where(*mine).limit(1))) is not None


def was_ever(
    tenant: str, kind_id: UUID, person_id: SQLColumnExpression[UUID]
) -> ColumnElement[bool]:
    """Whether somebody has one of the kind, or had, that was not withdrawn."""
    return exists().where(
        Qualification.tenant == tenant,
        Qualification.kind_id == kind_id,
        Qualification.person_id == person_id,
        Qualification.withdrawn_at.is_(None),
    )


async def standing_of(
    session: AsyncSession, tenant: str, ids: Collection[UUID] | None
) -> Sequence[Qualification]:
    """All that was not withdrawn of some people, or of everybody."""
    query = select(Qualification).where(
        Qualification.tenant == tenant, Qualification.withdrawn_at.is_(None)
    )
    if ids is not None:
        query = query.where(Qualification.person_id.in_(ids))
    return (await session.scalars(query)).all()


async def credits_of(
    session: AsyncSession, tenant: str, known: Sequence[Kind], ids: Collection[UUID] | None
) -> Credits:
    """What certificates that hold say, and what was accepted of other trainings."""
    found: dict[tuple[UUID, UUID], list[Credit]] = defaultdict(list)
    for each in await certificates.earned(session, tenant, ids):
        for kind in known:
            if kind.counts(each.gathering_id, each.kind):
                found[each.person_id, kind.id].append(Credit(each.day, each.units))
    for other in await externals.accepted(session, tenant, ids):
        found[other.person_id, other.kind_id].append(Credit(other.day, other.units))
    return found


def to_tell(today: date) -> Select[Qualification]:
    """What ends soon in any municipality, of who is there; what was prolonged ends later."""
    row, other = Qualification, aliased(Qualification)
    same_end = and_(other.until == row.until, other.id > row.id)
    longer = exists().where(
        other.tenant == row.tenant,
        other.person_id == row.person_id,
        other.kind_id == row.kind_id,
        other.withdrawn_at.is_(None),
        or_(other.until.is_(None), other.until > row.until, same_end),
    )
    again = and_(row.until <= today + timedelta(days=NEAR_DAYS), row.told_days > NEAR_DAYS)
    query = select(row).where(
        row.until.between(today, today + timedelta(days=SOON_DAYS)),
        row.withdrawn_at.is_(None),
        row.tenant != SANDBOX,
        or_(row.told_days.is_(None), again),
        ~longer,
        people.is_there(row.tenant, row.person_id, today),
    )
    return crossing(query.order_by(row.until, row.id))


def _last(*which: ColumnElement[bool]) -> Subquery:
    """Rows numbered for each person and kind, from the one that holds longest on."""
    rank = func.row_number().over(
        partition_by=(Qualification.person_id, Qualification.kind_id),
        order_by=(
            Qualification.until.is_not(None),
            Qualification.until.desc(),
            Qualification.noted_at.desc(),
            Qualification.id.desc(),
        ),
    )
    query = select(Qualification.id, rank.label("rank"))
    return query.where(*which, Qualification.withdrawn_at.is_(None)).subquery()


def _standing(wanted: Standing, today: date) -> ColumnElement[bool]:
    until, soon = Qualification.until, today + timedelta(days=SOON_DAYS)
    if wanted is Standing.OVER:
        return until < today
    if wanted is Standing.SOON:
        return and_(until >= today, until <= soon)
    return or_(until.is_(None), until > soon)


def _latest(rows: Sequence[Qualification]) -> Qualification:
    holding = [each for each in rows if each.withdrawn_at is None] or rows
    return max(
        holding, key=lambda each: (each.until is None, each.until or date.min, each.noted_at)
    )


async def _described(
    tenant: str, today: date, session: AsyncSession, rows: Sequence[Qualification]
) -> list[Qualified]:
    return await _shown(session, tenant, rows, today)


async def _shown(
    session: AsyncSession, tenant: str, rows: Sequence[Qualification], today: date
) -> list[Qualified]:
    names = await people.names_of(session, tenant, {each.person_id for each in rows})
    called = {each.id: each.name for each in await kinds.kinds(session, tenant)}
    return [
        Qualified(
            id=each.id,
            person_id=each.person_id,
            kind_id=each.kind_id,
            name=names.get(each.person_id, people.NOBODY),
            kind=called[each.kind_id],
            since=each.since,
            until=each.until,
            standing=rules.standing(each.until, today, withdrawn=each.withdrawn_at is not None),
            origin=each.origin,
            days=(each.until - today).days if each.until else None,
        )
        for each in rows
    ]


def _entry(row: Qualification, names: Mapping[UUID, str]) -> Entry:
    held = Held(row.since, row.until, row.origin, row.units)
    by = names.get(row.by_id, "") if row.by_id else ""
    return Entry(held, by, row.reason, row.withdrawn_at is not None)
