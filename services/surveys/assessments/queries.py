"""Sheets of a municipality, of a school, and of whoever writes on them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.assessments import rules
from services.surveys.assessments.forms import SheetSearch
from services.surveys.assessments.models import Assessment, AssessmentEntry, assessments
from services.surveys.assessments.values import COLUMNS, Entry, Party, Sheet
from services.surveys.forms import SheetForm
from services.surveys.models import Organization
from services.surveys.people import queries as people
from services.surveys.values import school_year_name
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import OrganizationKind
from shared.database.paging import KeysetRequest, Page, described, paginate
from shared.database.reach import crossing
from shared.web.kit.forms import Entered
from shared.web.sessions.person import Me

_ME = people.ids_of(bindparam("person_id"))
OPEN_OF_PERSON = select(func.count()).where(
    assessments.c.tenant == bindparam("tenant"),
    assessments.c.finished_at.is_(None),
    or_(
        assessments.c.worker_id.in_(_ME) & assessments.c.worker_agreed_at.is_(None),
        assessments.c.head_id.in_(_ME) & assessments.c.head_agreed_at.is_(None),
    ),
)
"""On how many somebody still has to write, or to agree."""


async def one(session: AsyncSession, tenant: str, assessment_id: UUID) -> Assessment:
    """Raises ``NoResultFound``."""
    mine = (Assessment.tenant == tenant, Assessment.id == assessment_id)
    return (await session.scalars(select(Assessment).where(*mine))).one()


async def entry(session: AsyncSession, sheet: Sheet, entry_id: UUID) -> AssessmentEntry:
    """One standard of it; raises ``NoResultFound``."""
    mine = (
        AssessmentEntry.tenant == sheet.tenant,
        AssessmentEntry.assessment_id == sheet.id,
        AssessmentEntry.id == entry_id,
    )
    return (await session.scalars(select(AssessmentEntry).where(*mine))).one()


async def sheet_for(session: AsyncSession, me: Me, assessment_id: UUID) -> Sheet:
    """With all that is written; raises ``NoResultFound`` for whom it does not concern."""
    row = await one(session, me.tenant, assessment_id)
    become = await people.become(session, me.tenant, [row.worker_id, row.head_id])
    party = rules.party_of(row, me, become)
    if party is None:
        raise NoResultFound
    return await sheet_of(session, row, party)


async def by_link(session: AsyncSession, link_id: UUID) -> Sheet | None:
    """The same for its head."""
    query = select(Assessment).where(Assessment.link_id == link_id)
    row = (await session.scalars(crossing(query))).one_or_none()
    return None if row is None else await sheet_of(session, row, Party.HEAD)


async def source(session: AsyncSession, tenant: str, assessment_id: UUID) -> Sheet:
    """From which a measure may follow; raises ``NoResultFound``."""
    row = await one(session, tenant, assessment_id)
    return (await _described(tenant, Party.OFFICE, session, [row]))[0]


async def sheet_of(session: AsyncSession, row: Assessment, party: Party) -> Sheet:
    """With all that is written."""
    [found] = await _described(row.tenant, party, session, [row])
    mine = (AssessmentEntry.tenant == row.tenant, AssessmentEntry.assessment_id == row.id)
    query = select(AssessmentEntry).where(*mine).order_by(AssessmentEntry.position)
    return replace(found, entries=[_entry(each) for each in await session.scalars(query)])


def opened(
    sheet: Sheet, form: Entered[SheetForm] | None, standard: UUID | None
) -> tuple[Entry | None, Entered[SheetForm]]:
    """The standard that is written on, if any, with its form as it is there or was sent."""
    key = str(form.typed.get("entry") or "") if form else str(standard or "")
    entry = next((each for each in sheet.entries if str(each.id) == key), None)
    if form is None and entry is not None:
        said = {name: getattr(entry, name) for name in ("level", "evidence", "intention")}
        form = SheetForm.empty(entry=entry.id, version=entry.version, **said)
    return entry, form or SheetForm.empty()


def onward(sheet: Sheet, entry_id: UUID | None) -> str:
    """What leads from one standard to the next without a level; nothing behind the last."""
    keys = [each.id for each in sheet.entries]
    later = sheet.entries[keys.index(entry_id) + 1 :] if entry_id in keys else ()
    found = next((each.id for each in later if each.level is None), None)
    return f"?standard={found}" if found else ""


async def page_of(
    session: AsyncSession, me: Me, search: SheetSearch, wanted: KeysetRequest
) -> Page[Sheet]:
    """All for the office; for others those on which they write, or of the school they lead."""
    query = select(Assessment).where(Assessment.tenant == me.tenant)
    if me.role is not AccessRole.COORDINATOR:
        mine = people.ids_of(me.person_id)
        theirs = or_(Assessment.worker_id.in_(mine), Assessment.head_id.in_(mine))
        if me.role is AccessRole.HEAD:
            theirs = or_(theirs, Assessment.school_id == me.organization_id)
        query = query.where(theirs)
    if search.year:
        query = query.where(Assessment.school_year == search.year)
    if search.open:
        query = query.where(Assessment.finished_at.is_(None))
    newest = replace(wanted, sort=wanted.sort or "-school_year")
    found = await paginate(session, query, newest, by=(Assessment.school_year, Assessment.id))
    describe = partial(_described, me.tenant, Party.OFFICE)
    return replace(await described(session, found, describe), columns=COLUMNS)


async def of_school(session: AsyncSession, tenant: str, school_id: UUID) -> list[Sheet]:
    """Those that are finished, from the first year on."""
    mine = (Assessment.tenant == tenant, Assessment.school_id == school_id)
    query = select(Assessment).where(*mine, Assessment.finished_at.is_not(None))
    rows = await session.scalars(query.order_by(Assessment.school_year))
    return [await sheet_of(session, each, Party.OFFICE) for each in rows.all()]


async def of_year(session: AsyncSession, tenant: str, year: int) -> list[Sheet]:
    """Those that are finished, of every school."""
    mine = (Assessment.tenant == tenant, Assessment.school_year == year)
    query = select(Assessment).where(*mine, Assessment.finished_at.is_not(None))
    rows = (await session.scalars(query)).all()
    found = {each.id: each for each in await _described(tenant, Party.OFFICE, session, rows)}
    said: dict[UUID, list[Entry]] = {key: [] for key in found}
    entries = select(AssessmentEntry).where(
        AssessmentEntry.tenant == tenant, AssessmentEntry.assessment_id.in_(found)
    )
    for each in await session.scalars(entries.order_by(AssessmentEntry.position)):
        said[each.assessment_id].append(_entry(each))
    return [replace(each, entries=said[key]) for key, each in found.items()]


async def may_see(session: AsyncSession, me: Me, school_id: UUID) -> bool:
    """Whether somebody is of the office, leads the school, or judges it."""
    if me.role is AccessRole.COORDINATOR:
        return True
    if me.role is AccessRole.HEAD and me.organization_id == school_id:
        return True
    mine = people.ids_of(me.person_id)
    query = select(Assessment.id).where(
        Assessment.tenant == me.tenant,
        Assessment.school_id == school_id,
        or_(Assessment.worker_id.in_(mine), Assessment.head_id.in_(mine)),
    )
    return (await session.scalars(query.limit(1))).first() is not None


async def finished_years(session: AsyncSession, tenant: str) -> list[int]:
    """The school years of which there is a finished sheet, the newest first."""
    mine = (Assessment.tenant == tenant, Assessment.finished_at.is_not(None))
    query = select(Assessment.school_year).where(*mine).distinct()
    return [*await session.scalars(query.order_by(Assessment.school_year.desc()))]


async def years(session: AsyncSession, tenant: str) -> list[int]:
    """The school years of which there is a sheet, the newest first."""
    query = select(Assessment.school_year).where(Assessment.tenant == tenant).distinct()
    return [*await session.scalars(query.order_by(Assessment.school_year.desc()))]


async def year_choices(session: AsyncSession, tenant: str) -> list[tuple[str, str]]:
    """The same to choose from."""
    return [(str(each), school_year_name(each)) for each in await years(session, tenant)]


async def schools(session: AsyncSession, tenant: str) -> list[tuple[str, str]]:
    """All of a municipality, by name."""
    here = (Organization.tenant == tenant, Organization.kind == OrganizationKind.SCHOOL)
    query = select(Organization.organization_id, Organization.name).where(*here)
    found = await session.execute(query.order_by(Organization.name))
    return [(str(key), name) for key, name in found]


async def school_name(session: AsyncSession, tenant: str, school_id: UUID) -> str:
    """Raises ``NoResultFound``."""
    names = await _schools(session, tenant, [school_id])
    if school_id not in names:
        raise NoResultFound
    return names[school_id]


async def _schools(session: AsyncSession, tenant: str, ids: Collection[UUID]) -> Mapping[UUID, str]:
    here = (Organization.tenant == tenant, Organization.organization_id.in_(ids))
    query = select(Organization.organization_id, Organization.name).where(*here)
    return {each.organization_id: each.name for each in await session.execute(query)}


async def _described(
    tenant: str, party: Party, session: AsyncSession, rows: Sequence[Assessment]
) -> list[Sheet]:
    ids = {key for each in rows for key in (each.worker_id, each.head_id)}
    names = await people.names_of(session, tenant, ids)
    called = await _schools(session, tenant, {each.school_id for each in rows})
    return [
        Sheet(
            id=each.id,
            tenant=each.tenant,
            school_id=each.school_id,
            school=called.get(each.school_id, "Schule"),
            school_year=each.school_year,
            worker=names[each.worker_id],
            head=names[each.head_id],
            party=party,
            worker_agreed=each.worker_agreed_at is not None,
            head_agreed=each.head_agreed_at is not None,
            finished_at=each.finished_at,
        )
        for each in rows
    ]


def _entry(row: AssessmentEntry) -> Entry:
    return Entry(
        id=row.id,
        standard_key=row.standard_key,
        chapter=row.chapter,
        text=row.text,
        indicators=tuple(row.indicators),
        sha256=row.sha256,
        level=row.level,
        evidence=row.evidence,
        intention=row.intention,
        written_by=row.written_by,
        written_at=row.written_at,
        version=row.version,
    )
