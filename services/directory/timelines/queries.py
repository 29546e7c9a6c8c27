"""Timelines as they are known, as they were known, and as pictures."""

from collections.abc import Iterable, Sequence, Set
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts.queries import grants_of
from services.directory.departures.queries import last_days_known
from services.directory.employments.queries import among, as_known, carriers_of
from services.directory.employments.values import Employment, Wanted
from services.directory.entries.queries import seen_by
from services.directory.organizations.queries import names_of_organizations
from services.directory.people.queries import names_of
from services.directory.people.values import Asker
from services.directory.placements.queries import (
    placed_at,
    timelines,
    timelines_known,
    versions_of,
)
from services.directory.placements.values import Reason
from services.directory.schemas import PlacementView, Span
from services.directory.timelines.values import Lane, Picture, Version, draw, lane_of
from services.directory.values import day_after
from shared.clock import BERLIN
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import Funding
from shared.contracts.words import word
from shared.database.lists import in_list

_PERSON = "person-"
NO_LONGER = "eine Person, die das nicht mehr tut"
"""Who is neither the office's nor the carrier's any more, and does not show their name."""


def end_of(day: date) -> datetime:
    """The moment at which a day is over."""
    return datetime.combine(day_after(day), time(), BERLIN)


async def known_at(
    session: AsyncSession, tenant: str, employments: Sequence[Employment], at: datetime
) -> dict[UUID, list[Span]]:
    """What was known at a moment of what applies when; of one not known yet nothing."""
    known = await as_known(session, tenant, [each.id for each in employments], at)
    ends = await last_days_known(session, tenant, known, at)
    cut = {key: ends.get(key, known[key]) for key in known}
    shown = await timelines_known(session, tenant, cut, at)
    return {each.id: shown.get(each.id, []) for each in employments}


async def history(
    session: AsyncSession, asker: Asker, employment_id: UUID, carrier_id: UUID
) -> list[Version]:
    """Every version of an employment's placements, the latest first."""
    rows = await versions_of(session, asker.tenant, employment_id)
    schools = await names_of_organizations(session, {row.school_id for row in rows}, [asker.tenant])
    recorders = {row.recorded_by for row in rows if row.recorded_by.startswith(_PERSON)}
    people = {UUID(each.removeprefix(_PERSON)) for each in recorders}
    called = await _called(session, asker, carrier_id, people)
    named = {f"{_PERSON}{key}": name for key, name in called.items()}
    return [
        Version(
            recorded_at=row.recorded_at,
            by=named.get(row.recorded_by, row.recorded_by),
            reason=Reason(row.reason),
            school=schools.get(row.school_id, ""),
            hours=row.weekly_hours,
            funding=Funding(row.funding),
            valid_from=row.valid_from,
            note=row.note,
        )
        for row in rows
    ]


async def _called(
    session: AsyncSession, asker: Asker, carrier_id: UUID, recorders: Set[UUID]
) -> dict[UUID, str]:
    """What the asker may call them: by name, else by whom they act for."""
    seen = seen_by(asker)
    query = select(seen.c.id).where(in_list(seen.c.id, "ids"))
    shown = await session.scalars(query, {"ids": list(recorders)})
    called = await names_of(session, shown.all())
    for each in recorders - called.keys():
        found = await grants_of(session, each)
        grants = [g for g in found if g.valid_to is None or g.valid_to >= asker.today]
        office = (AccessRole.COORDINATOR, asker.tenant)
        if office in {(grant.role, grant.municipality) for grant in grants}:
            called[each] = word(AccessRole, AccessRole.COORDINATOR)
        elif carrier_id in {grant.organization_id for grant in grants}:
            [called[each]] = (
                await names_of_organizations(session, [carrier_id], [asker.tenant])
            ).values()
        else:
            called[each] = NO_LONGER
    return called


async def picture_of_worker(
    session: AsyncSession, tenant: str, employments: Sequence[Employment], today: date
) -> Picture | None:
    """A lane for each school of each carrier."""
    found = await timelines(session, tenant, employments)
    carriers = await carriers_of(session, tenant, [each.id for each in employments])
    names = await names_of_organizations(session, set(carriers.values()), [tenant])
    several = len(set(carriers.values())) > 1
    placed = [
        (f"{view.school_name}{f', {names[carriers[each.id]]}' if several else ''}", span, view)
        for each in employments
        for span, view in _placed(found[each.id])
    ]
    return draw(_lanes(placed), today)


def picture_of(spans: Sequence[Span], today: date) -> Picture | None:
    """A lane for each school."""
    return draw(_lanes([(view.school_name, span, view) for span, view in _placed(spans)]), today)


async def at_school(
    session: AsyncSession, wanted: Wanted, school_id: UUID, number: str | None
) -> tuple[Picture | None, list[tuple[Any, ...]]]:
    """A lane for each worker; and the same as rows: who, for whom, from, until, hours, who pays."""
    tenant, employments = wanted.tenant, await among(session, wanted, placed_at([school_id]))
    found = await timelines(session, tenant, employments)
    carriers = await carriers_of(session, tenant, [each.id for each in employments])
    carrier_names = await names_of_organizations(session, set(carriers.values()), [tenant])
    people = await names_of(session, {each.worker_id for each in employments})
    placed = [
        (people[each.worker_id], carrier_names[carriers[each.id]], span, view)
        for each in employments
        for span, view in _placed(found[each.id])
        if view.school_number == number
    ]
    placed.sort(key=lambda each: each[2].valid_from)
    rows = [
        (who, carrier, span.valid_from, span.valid_until, view.weekly_hours, view.funding)
        for who, carrier, span, view in placed
    ]
    lanes = _lanes([(who, span, view) for who, _, span, view in placed])
    return draw(lanes, wanted.today), rows


def _placed(found: Iterable[Span]) -> list[tuple[Span, PlacementView]]:
    return [(span, each) for span in found for each in span.placements]


def _lanes(placed: Sequence[tuple[str, Span, PlacementView]]) -> list[Lane]:
    titles = dict.fromkeys(title for title, _, _ in placed)
    return [
        lane_of(title, [(span, view) for one, span, view in placed if one == title])
        for title in titles
    ]
