"""Findings as the office and carriers read them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, Uuid, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.employments.queries import of_person, wanted_by, workers_at, workers_between
from services.directory.employments.values import Wanted
from services.directory.findings.forms import FindingSearch
from services.directory.findings.models import FundingFinding
from services.directory.findings.rules import SOURCES, own_part, own_reason, reason
from services.directory.findings.values import Own, Standing
from services.directory.organizations.queries import CONTACTS, ORGANIZATIONS, schools_called
from services.directory.people.queries import people_by_id
from services.directory.placements.queries import placed_at
from services.directory.rules import FULL_TIME
from services.directory.stretches.queries import stretches
from services.directory.timelines.queries import end_of
from shared.contracts.directory import Role
from shared.contracts.funding import FundingRule
from shared.contracts.words import word
from shared.database.counts import later
from shared.database.paging import KeysetRequest, Page, attribute, described, paginate
from shared.web.sessions.person import Me

_contacts, _organizations = CONTACTS.selected_columns, ORGANIZATIONS.selected_columns
OFFICE = "Koordinierungsstelle"


@dataclass(frozen=True)
class Described:
    """A finding with whose it is, as a list shows it."""

    finding: FundingFinding
    who: str
    employment: UUID | None = None
    """The latest of the worker's that the asker looks after."""
    own: Own | None = None
    """What a carrier may know of the hours and schools, where others employ the worker, too."""

    @property
    def id(self) -> UUID:
        return self.finding.id

    @property
    def rule(self) -> FundingRule:
        return self.finding.rule

    @property
    def reason(self) -> str:
        if self.own is not None:
            return own_reason(*self.own)
        return reason(self.finding.rule, self.finding.hours, self.finding.schools)

    @property
    def note(self) -> str:
        """Why it may stay; the office knows for whom somebody works besides, and may say it."""
        return self.finding.note if self.own is None else ""

    @property
    def source(self) -> str:
        return SOURCES.get(self.finding.rule, word(FundingRule, self.finding.rule))

    @property
    def figures(self) -> str:
        """The same as long as the same deviates."""
        return f"{self.finding.hours:.2f} {self.finding.schools}"

    @property
    def since(self) -> date:
        return self.finding.since

    @property
    def standing(self) -> Standing:
        return self.finding.standing


COLUMNS = tuple(
    attribute(*each)
    for each in (
        ("rule", "Regel"),
        ("who", "Wer"),
        ("reason", "Was abweicht"),
        ("since", "Seit"),
        ("standing", "Stand"),
    )
)


async def page_of(
    session: AsyncSession, me: Me, search: FindingSearch, page: KeysetRequest, today: date
) -> Page[Described]:
    """Those that are the asker's to see, the latest first."""
    latest_first = replace(page, sort=page.sort or "-since")
    by = (FundingFinding.since, FundingFinding.id)
    query = _searched(_seen_by(me, today), me, search)
    found = await paginate(session, query, latest_first, by=by, columns=COLUMNS)

    async def describe(later: AsyncSession, rows: Sequence[FundingFinding]) -> Sequence[Described]:
        return await _described(later, wanted_by(me, today), rows)

    return await described(session, found, describe)


async def list_of(
    session: AsyncSession, me: Me, search: FindingSearch, page: KeysetRequest
) -> Page[FundingFinding]:
    """The municipality's, for a program of the office."""
    query = _searched(select(FundingFinding).where(FundingFinding.tenant == me.tenant), me, search)
    return await paginate(session, query, page, by=(FundingFinding.since, FundingFinding.id))


async def one(session: AsyncSession, me: Me, finding_id: UUID, today: date) -> Described:
    """One of them; raises ``NoResultFound``."""
    query = _seen_by(me, today).where(FundingFinding.id == finding_id)
    found = (await session.scalars(query)).one()
    [described_one] = await _described(session, wanted_by(me, today), [found])
    if found.worker_id is None:
        return described_one
    theirs = await of_person(session, wanted_by(me, today), found.worker_id)
    return replace(described_one, employment=theirs[-1].id if theirs else None)


async def of_worker(session: AsyncSession, wanted: Wanted, worker_id: UUID) -> Sequence[Described]:
    """What is found of a worker now."""
    query = select(FundingFinding).where(
        FundingFinding.tenant == wanted.tenant,
        FundingFinding.worker_id == worker_id,
        FundingFinding.settled_at.is_(None),
    )
    found = (await session.scalars(query.order_by(FundingFinding.since))).all()
    return await _described(session, wanted, found)


_SETTLED, _ACCEPTED = FundingFinding.settled_at, FundingFinding.accepted_at
_IS: dict[Standing, ColumnElement[bool]] = {
    Standing.OPEN: and_(_SETTLED.is_(None), _ACCEPTED.is_(None)),
    Standing.ACCEPTED: and_(_SETTLED.is_(None), _ACCEPTED.is_not(None)),
    Standing.SETTLED: _SETTLED.is_not(None),
}


def _seen_by(me: Me, today: date) -> Select[Any]:
    return select(FundingFinding).where(*_seen(wanted_by(me, today)))


def _seen(wanted: Wanted) -> list[ColumnElement[bool]]:
    """The office sees the municipality's, a carrier those of the time in which it employs them."""
    here = FundingFinding.tenant == wanted.tenant
    if wanted.carrier_id is None:
        return [here]
    return [here, FundingFinding.worker_id.in_(_in_its_time(wanted))]


def _in_its_time(wanted: Wanted) -> Select[Any]:
    days = (FundingFinding.since.expression, FundingFinding.until.expression)
    return workers_between(wanted, *days)


def _counted_open(wanted: Wanted) -> Select[int]:
    return select(func.count()).where(*_seen(wanted), _IS[Standing.OPEN])


_TENANT, _CARRIER = later("tenant", String()), later("carrier_id", Uuid())
OPEN = _counted_open(Wanted(_TENANT, None, date.min))
"""How many of ``tenant`` nobody has said anything about."""
OPEN_OF_CARRIER = _counted_open(Wanted(_TENANT, _CARRIER, date.min))
"""The same of those that ``carrier_id`` sees."""


def _searched(query: Select[Any], me: Me, search: FindingSearch) -> Select[Any]:
    if search.rule is not None:
        query = query.where(FundingFinding.rule == search.rule)
    if search.standing is not None:
        query = query.where(_IS[search.standing])
    if search.organization:
        named = schools_called(me.tenant, search.organization)
        theirs = workers_at(wanted_by(me, date.min), placed_at(named), named)
        query = query.where(FundingFinding.worker_id.in_(theirs))
    return query


async def _described(
    session: AsyncSession, wanted: Wanted, rows: Sequence[FundingFinding]
) -> list[Described]:
    workers = {row.worker_id for row in rows if row.worker_id}
    people = await people_by_id(session, wanted.tenant, workers)
    names = {key: f"{row.given_name} {row.family_name}" for key, row in people.items()}
    own = await _own(session, wanted, rows)
    return [
        Described(
            row,
            names.get(row.worker_id, "") if row.worker_id else OFFICE,
            own=own.get(row.id),
        )
        for row in rows
    ]


async def _own(
    session: AsyncSession, wanted: Wanted, rows: Sequence[FundingFinding]
) -> dict[UUID, Own]:
    """Of a carrier's findings those that its own placements alone do not make."""
    rows = [row for row in rows if row.rule is not FundingRule.CLOSED_SCHOOL]
    if wanted.carrier_id is None or not rows:
        return {}
    begin = min(row.since for row in rows)
    end = max(row.until or max(wanted.today, row.since) for row in rows)
    known = await stretches(session, wanted, begin, end, end_of(wanted.today))
    found = {row.id: own_part(known, row.worker_id, row.since, row.until) for row in rows}
    total = {row.id: (row.hours, row.schools) for row in rows}
    return {key: each for key, each in found.items() if each != total[key]}


async def coordination_hours(session: AsyncSession, tenant: str) -> Decimal:
    """Per week, of all coordinators; where the office has not said it, each has a full post."""
    here = _organizations.tenant == tenant
    said = select(func.max(_organizations.coordination_hours)).where(here)
    acting = select(func.count(_contacts.person_id.distinct())).where(
        here, _contacts.organization_id == _organizations.id, _contacts.role == Role.COORDINATOR
    )
    query = select(said.scalar_subquery(), acting.scalar_subquery())
    hours: Decimal | None
    hours, coordinators = (await session.execute(query)).one()
    return FULL_TIME * max(coordinators, 1) if hours is None else hours
