"""The figures of a school year as they were known at a moment, and what was handed in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Row, String, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.employments.queries import workers_between
from services.directory.employments.values import Wanted
from services.directory.organizations.queries import (
    ORGANIZATIONS,
    municipality_of,
    names_of_organizations,
    organizations_by_id,
)
from services.directory.proof_of_use.models import ProofSubmission
from services.directory.proof_of_use.rules import (
    Key,
    digest_of,
    due_card,
    grouped,
    last_over,
    worked,
)
from services.directory.proof_of_use.values import ProofLine, ProofRow, SchoolYear, summed
from services.directory.stretches.queries import stretches
from services.directory.stretches.values import Stretch
from shared.contracts.cards import Card
from shared.contracts.directory import Funding
from shared.contracts.words import word
from shared.database.counts import later
from shared.database.paging import attribute

_organizations = ORGANIZATIONS.selected_columns
EVERYTHING = "Alle"
COLUMNS = tuple(
    attribute(*each)
    for each in (
        ("funding", "Finanzierung"),
        ("school", "Schule"),
        ("school_number", "Schulnummer"),
        ("carrier", "Anstellungsträger"),
        ("first", "Von"),
        ("last", "Bis"),
        ("hours", "Stunden"),
        ("months", "Personenmonate"),
        ("positions", "Stellen"),
    )
)


@dataclass(frozen=True)
class Proof:
    """A school year as it was known at a moment."""

    year: SchoolYear
    known_at: datetime
    lines: Sequence[ProofLine]
    coordination_hours: Decimal | None = None
    """Of the office, per week: of today, or as handed in; None where nobody has said it."""

    @cached_property
    def rows(self) -> list[ProofRow]:
        """Each line's, followed by its sum."""
        return [row for line in self.lines for row in (*line.rows, line.sum_row)]

    @cached_property
    def sums(self) -> list[tuple[Any, ...]]:
        """Who pays, at how many schools, and how much; at last everything."""
        found = [(each.funding, _schools([each]), *each.total) for each in self.lines]
        total = summed(each.total for each in self.lines)
        return [*found, (EVERYTHING, _schools(self.lines), *total)] if found else []

    @property
    def digest(self) -> str:
        return digest_of(self.lines)


async def proof_of(
    session: AsyncSession,
    wanted: Wanted,
    year: SchoolYear,
    at: datetime,
    funding: Funding | None = None,
) -> Proof:
    """by who pays, school and carrier; four statements, however many schools there are."""
    known = await stretches(session, wanted, year.first, year.last, at)
    parts = grouped(each for each in known if funding in (None, each.funding))
    ids = {key for _, school, carrier in parts for key in (school, carrier)}
    named = await organizations_by_id(session, wanted.tenant, ids)
    rows = [_row(key, each, named) for key, each in parts.items()]
    order = {each.name: each.name_key for each in named.values()}
    rows.sort(key=lambda row: (order[row.school], order[row.carrier]))
    payers = sorted({key[0] for key in parts}, key=lambda each: word(Funding, each))
    lines = [ProofLine(each, [row for row in rows if row.funding == each]) for each in payers]
    return Proof(year, at, lines)


def _row(key: Key, given: Sequence[Stretch], named: dict[UUID, Row[Any]]) -> ProofRow:
    funding, school, carrier = key
    return ProofRow(
        funding=funding,
        school=named[school].name,
        school_number=named[school].school_number or "",
        carrier=named[carrier].name,
        first=min(each.first for each in given),
        last=max(each.last for each in given),
        worked=worked(given),
        school_id=school,
        carrier_id=carrier,
    )


def _schools(lines: Iterable[ProofLine]) -> int:
    return len({row.school_id for line in lines for row in line.rows})


async def coordination_hours(session: AsyncSession, tenant: str) -> Decimal | None:
    """Of the municipality's office per week, if it has said so."""
    hours = select(func.max(_organizations.coordination_hours))
    found: Decimal | None = await session.scalar(hours.where(_organizations.tenant == tenant))
    return found


async def municipality_called(session: AsyncSession, tenant: str) -> str:
    """What the municipality is called; empty where it is no organization of its own."""
    key = await municipality_of(session, tenant)
    return (await names_of_organizations(session, [key], [tenant]))[key] if key else ""


async def submissions(
    session: AsyncSession, tenant: str, year: SchoolYear
) -> Sequence[ProofSubmission]:
    """Of that school year, the latest first, also those that were withdrawn."""
    query = (
        select(ProofSubmission)
        .where(ProofSubmission.tenant == tenant, ProofSubmission.school_year == year.begins_in)
        .order_by(ProofSubmission.recorded_at.desc(), ProofSubmission.id.desc())
    )
    return (await session.scalars(query)).all()


async def submission(session: AsyncSession, tenant: str, submission_id: UUID) -> ProofSubmission:
    """One of them; raises ``NoResultFound``."""
    query = select(ProofSubmission).where(
        ProofSubmission.tenant == tenant, ProofSubmission.id == submission_id
    )
    return (await session.scalars(query)).one()


SUBMITTED = select(func.count()).where(
    ProofSubmission.tenant == bindparam("tenant"),
    ProofSubmission.school_year == bindparam("school_year"),
    ProofSubmission.withdrawn_at.is_(None),
)
"""How many submissions of ``tenant`` stand for a school year."""
_ANYBODY = workers_between(
    Wanted(later("tenant", String()), None, date.min),
    later("first_of_year", Date()),
    later("last_of_year", Date()),
).limit(1)
EMPLOYED = select(func.count()).select_from(_ANYBODY.subquery())
"""1 if anybody worked in it; there is no need to look for more."""


def of_last_year(today: date) -> dict[str, int | date]:
    """The values of both for the last school year that is over."""
    year = last_over(today)
    return {
        "school_year": year.begins_in,
        "first_of_year": year.first,
        "last_of_year": year.last,
    }


def due(today: date, submitted: int, employed: int) -> list[Card]:
    """What the start page says of that year's proof, by these two numbers."""
    return [] if submitted or not employed else due_card(last_over(today), today)
