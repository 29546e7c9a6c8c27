"""Measures of a municipality, of what they follow from, and of somebody."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from uuid import UUID

from sqlalchemy import Date, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.feedback import queries as feedback
from services.surveys.invitations import queries as invitations
from services.surveys.measures.forms import MeasureSearch
from services.surveys.measures.models import Measure, measures
from services.surveys.measures.values import (
    MEASURE,
    Linked,
    MeasureState,
    OriginKind,
    Shown,
    Source,
)
from services.surveys.people import queries as people
from shared.contracts.surveys import Occasion
from shared.contracts.words import word
from shared.database.paging import KeysetRequest, Page, described, paginate
from shared.database.reach import crossing
from shared.reminding import LONGEST
from shared.web.outsiders import MAX, Opened, Outsider, Wanted

SHOWN = 50
_OUTSIDE = Measure.outside_address != ""
_FOLDED = func.lower(Measure.outside_address)
BY_DAY = (Measure.due_on, Measure.id)
_TODAY = bindparam("today", type_=Date)
_OPEN = (
    measures.c.tenant == bindparam("tenant"),
    measures.c.state == MeasureState.OPEN,
)
OF_OFFICE = select(
    func.count(case((measures.c.due_on < _TODAY, 1))).label("late"),
    func.min(case((measures.c.due_on < _TODAY, measures.c.due_on))).label("first_late"),
    func.count(measures.c.asked_until).label("asked"),
).where(*_OPEN)
"""How many are late and since when, and for how many more time is asked."""
OF_OWNER = select(
    func.count(),
    func.count(case((measures.c.due_on < _TODAY, 1))),
    func.min(measures.c.due_on),
).where(*_OPEN, measures.c.owner_id.in_(people.ids_of(bindparam("person_id"))))
"""How many are open, how many of them are late, and the first day."""


async def one(session: AsyncSession, tenant: str, measure_id: UUID) -> Measure:
    """Raises ``NoResultFound``."""
    mine = (Measure.tenant == tenant, Measure.id == measure_id)
    return (await session.scalars(select(Measure).where(*mine))).one()


async def own(session: AsyncSession, tenant: str, person_id: UUID, measure_id: UUID) -> Measure:
    """The same of its owner; raises ``NoResultFound``."""
    mine = (Measure.tenant == tenant, Measure.id == measure_id)
    theirs = Measure.owner_id.in_(people.ids_of(person_id))
    return (await session.scalars(select(Measure).where(*mine, theirs))).one()


async def known(session: AsyncSession, tenant: str, measure_id: UUID) -> Mapping[str, object]:
    """What its form shows; raises ``NoResultFound``."""
    row = await one(session, tenant, measure_id)
    names = await people.names_of(session, tenant, [row.owner_id])
    given, _, family = row.outside_name.rpartition(" ")
    same = {name: getattr(row, name) for name in ("title", "reason", "due_on", "version")}
    outside = {"given_name": given, "family_name": family, "address": row.outside_address}
    who = "" if names[row.owner_id] == people.GONE else names[row.owner_id]
    return same | outside | {"who": who}


async def by_link(session: AsyncSession, assignment_id: UUID, today: date) -> Linked | None:
    """Whoever holds the link of it may see it, as long as it is theirs."""
    query = select(Measure).where(Measure.assignment_id == assignment_id)
    row = (await session.scalars(crossing(query))).one_or_none()
    if row is None:
        return None
    return Linked(row.tenant, (await shown_of(session, row.tenant, [row], today))[0])


def near(today: date) -> Select[Measure]:
    """Those that are open in any municipality, of whose day somebody may have to be reminded."""
    before = Measure.told_before.is_distinct_from(Measure.due_on)
    after = Measure.told_after.is_distinct_from(Measure.due_on)
    query = select(Measure).where(
        Measure.state == MeasureState.OPEN,
        Measure.due_on >= today - LONGEST,
        Measure.due_on <= today + LONGEST,
        or_(and_(Measure.due_on >= today, before), and_(Measure.due_on < today, after)),
    )
    return crossing(query.order_by(*BY_DAY))


def of_outsiders() -> Select[Measure]:
    """Those that somebody from outside has."""
    over = Measure.outside_address != ""
    return crossing(select(Measure).where(over).order_by(Measure.settled_at))


async def page_of(
    session: AsyncSession, tenant: str, search: MeasureSearch, wanted: KeysetRequest, today: date
) -> Page[Shown]:
    """Those that are due first, and so those that are overdue, come first."""
    query = select(Measure).where(Measure.tenant == tenant)
    if search.state:
        query = query.where(Measure.state == search.state)
    if search.kind:
        query = query.where(Measure.origin_kind == search.kind)
    if search.asked:
        query = query.where(Measure.asked_until.is_not(None))
    return await _listed(session, tenant, query, wanted, today)


async def page_of_owner(
    session: AsyncSession,
    tenant: str,
    person_id: UUID,
    state: MeasureState | None,
    wanted: KeysetRequest,
    today: date,
) -> Page[Shown]:
    """The same of somebody."""
    mine = (Measure.tenant == tenant, Measure.owner_id.in_(people.ids_of(person_id)))
    query = select(Measure).where(*mine)
    if state:
        query = query.where(Measure.state == state)
    return await _listed(session, tenant, query, wanted, today)


async def measures_of(
    session: AsyncSession, tenant: str, origin_id: UUID, today: date
) -> list[Shown]:
    """What followed from it, as it stands now: shown with a result, and with the next one."""
    mine = (Measure.tenant == tenant, Measure.origin_id == origin_id)
    query = select(Measure).where(*mine).order_by(*BY_DAY).limit(SHOWN)
    return await shown_of(session, tenant, (await session.scalars(query)).all(), today)


async def counts_of(
    session: AsyncSession, tenant: str, origins: Collection[UUID]
) -> Mapping[UUID, tuple[int, int]]:
    """How many followed from each, and how many of them are done."""
    done = func.count(case((Measure.state == MeasureState.DONE, 1)))
    mine = (Measure.tenant == tenant, Measure.origin_id.in_(origins))
    query = select(Measure.origin_id, func.count(), done).where(*mine)
    found = await session.execute(query.group_by(Measure.origin_id))
    return {key: (number, finished) for key, number, finished in found}


async def earlier_of(
    session: AsyncSession, tenant: str, kind: OriginKind, origin_id: UUID, today: date
) -> list[Shown]:
    """What followed from earlier ones of its kind, and is open still or was settled since."""
    mine = (Measure.tenant == tenant, Measure.origin_kind == kind, Measure.origin_id != origin_id)
    query = select(Measure).where(*mine).order_by(Measure.due_on.desc(), Measure.id).limit(SHOWN)
    return await shown_of(session, tenant, (await session.scalars(query)).all(), today)


async def of_survey(session: AsyncSession, tenant: str, survey_id: UUID) -> Source:
    """A survey of a school year; raises ``NoResultFound``."""
    found = await invitations.find_survey(session, tenant, survey_id)
    if found is None:
        raise NoResultFound
    occasion = word(Occasion, found.occasion)
    return Source(found.id, f"{occasion[:1].upper()}{occasion[1:]}, {found.school_year}")


async def of_gathering(session: AsyncSession, tenant: str, gathering_id: UUID) -> Source:
    """A gathering that trainings has told of; raises ``NoResultFound``."""
    return Source(gathering_id, await feedback.title_of(session, tenant, gathering_id))


async def shown_of(
    session: AsyncSession, tenant: str, rows: Sequence[Measure], today: date
) -> list[Shown]:
    """With names."""
    names = await people.names_of(session, tenant, {each.owner_id for each in rows})
    return [_shown(each, names, today) for each in rows]


async def _listed(
    session: AsyncSession,
    tenant: str,
    query: Select[Measure],
    wanted: KeysetRequest,
    today: date,
) -> Page[Shown]:
    found = await paginate(session, query, wanted, by=BY_DAY)
    page = await described(session, found, partial(_described, tenant, today))
    return replace(page, columns=MEASURE)


async def _described(
    tenant: str, today: date, session: AsyncSession, rows: Sequence[Measure]
) -> list[Shown]:
    return await shown_of(session, tenant, rows, today)


def _shown(row: Measure, names: Mapping[UUID, str], today: date) -> Shown:
    return Shown(
        id=row.id,
        kind=row.origin_kind,
        origin_id=row.origin_id,
        origin=row.origin_title,
        title=row.title,
        reason=row.reason,
        owner=row.outside_name or names[row.owner_id],
        due_on=row.due_on,
        state=row.state,
        overdue=row.state is MeasureState.OPEN and row.due_on < today,
        asked_until=row.asked_until,
        note=row.note,
        settled_at=row.settled_at,
        outside=bool(row.outside_address),
    )


async def from_outside(session: AsyncSession, tenant: str, wanted: Wanted) -> Sequence[Outsider]:
    """Those of the municipality, the latest first."""
    meant = or_(Measure.owner_id.in_(wanted.ids), _FOLDED.in_(wanted.addresses))
    mine = (Measure.tenant == tenant, _OUTSIDE, meant)
    query = select(Measure).where(*mine).order_by(Measure.id.desc()).limit(MAX)
    return [
        Outsider(id=each.owner_id, name=each.outside_name, address=each.outside_address.lower())
        for each in await session.scalars(query)
    ]


async def outside_by_link(session: AsyncSession, assignment_id: UUID) -> Opened | None:
    """None for who is in a directory, or has the measure no more."""
    query = select(Measure).where(Measure.assignment_id == assignment_id, _OUTSIDE)
    row = (await session.scalars(crossing(query))).one_or_none()
    if row is None:
        return None
    same = Wanted(addresses=[row.outside_address.lower()])
    found = await from_outside(session, row.tenant, same)
    return Opened(row.tenant, row.owner_id, [each.id for each in found])
