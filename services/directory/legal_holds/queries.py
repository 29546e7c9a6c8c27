"""Holds as the office sees them, and whether somebody is held."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.legal_holds.models import LegalHold, legal_holds
from services.directory.legal_holds.values import Held
from services.directory.models import metadata
from services.directory.people.queries import names_of, people_by_id, standing_for
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, attribute, described, paginate
from shared.database.reach import crossing

WHOLE = "ganze Kommune"
NOBODY = "gelöschte Person"
employments = metadata.tables["employments"]


@dataclass(frozen=True)
class Shown:
    """A hold with the name of whom it is about."""

    row: LegalHold
    whom: str

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def reason(self) -> str:
        return self.row.reason

    @property
    def last_day(self) -> date:
        return self.row.last_day

    @property
    def ended_at(self) -> datetime | None:
        return self.row.ended_at


COLUMNS = (
    attribute("whom", "Was gesperrt ist"),
    attribute("reason", "Grund"),
    attribute("last_day", "Gilt bis"),
    attribute("ended_at", "Beendet am"),
)


async def page_of(session: AsyncSession, tenant: str, page: KeysetRequest) -> Page[Shown]:
    """The municipality's, the longest first."""
    query = select(LegalHold).where(LegalHold.tenant == tenant)
    ordered = replace(page, sort=page.sort or f"-{LegalHold.last_day.key}")
    found = await paginate(
        session, query, ordered, by=(LegalHold.last_day, LegalHold.id), columns=COLUMNS
    )

    async def describe(later: AsyncSession, rows: Sequence[LegalHold]) -> Sequence[Shown]:
        return await described_as(later, rows)

    return await described(session, found, describe)


async def described_as(session: AsyncSession, rows: Sequence[LegalHold]) -> list[Shown]:
    """With the names of those who have one."""
    names = await names_of(session, [row.person_id for row in rows if row.person_id])
    return [
        Shown(row, names.get(row.person_id, NOBODY) if row.person_id else WHOLE) for row in rows
    ]


async def one(session: AsyncSession, tenant: str, hold_id: UUID) -> LegalHold:
    """Raises ``NoResultFound``."""
    mine = (LegalHold.tenant == tenant, LegalHold.id == hold_id)
    return (await session.scalars(select(LegalHold).where(*mine))).one()


async def belongs_here(session: AsyncSession, tenant: str, person_id: UUID) -> bool:
    """Whether the municipality knows such a person."""
    return bool(await people_by_id(session, tenant, [person_id]))


async def ids_of(session: AsyncSession, tenant: str, person_id: UUID) -> list[UUID]:
    """All the ids that a person ever had, and those of their employments."""
    merged = await standing_for(session, tenant, [person_id])
    persons = [person_id, *sorted(merged[person_id])]
    theirs = (employments.c.tenant == tenant, in_list(employments.c.worker_id, "ids"))
    query = select(employments.c.id).where(*theirs).order_by(employments.c.id)
    return [*persons, *(await session.scalars(query, {"ids": persons})).all()]


async def holding(
    session: AsyncSession, tenant: str, persons: Sequence[UUID], today: date
) -> list[Held]:
    """What keeps these people from being erased, wherever they are or were employed as well."""
    at_work = select(employments.c.tenant).where(in_list(employments.c.worker_id, "ids"))
    there = or_(LegalHold.tenant == tenant, LegalHold.tenant.in_(at_work))
    query = select(LegalHold.last_day, LegalHold.person_id).where(
        LegalHold.ended_at.is_(None),
        LegalHold.last_day >= today,
        or_(
            and_(LegalHold.person_id.is_(None), there),
            in_list(legal_holds.c.person_id, "ids"),
        ),
    )
    rows = await session.execute(crossing(query), {"ids": list(persons)})
    return [Held(row.last_day, row.person_id is None) for row in rows]
