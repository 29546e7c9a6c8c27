"""Puts right what was wrong from the beginning; what was known before stays in the versions."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.employments import use_cases as employing
from services.directory.employments.values import Employment, preceding
from services.directory.organizations.queries import organizations_by_id
from services.directory.placements import use_cases as placing
from services.directory.placements.queries import rows_in_force, schools_of, timelines
from services.directory.placements.values import (
    Corrected,
    Reason,
    Recorded,
    Stored,
    corrected,
    unseen,
)
from services.directory.rules import duplicate_schools, findings
from services.directory.schemas import Finding, Span
from services.directory.timelines import rules
from services.directory.timelines.schemas import NewCorrection
from shared.clock import local_date
from shared.contracts.directory import (
    PlacementFact,
    PlacementsChanged,
    SchoolType,
    StartCorrected,
)
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.tokens import ApiClient

_PLACES = Decimal("0.01")


async def check(
    session: AsyncSession,
    tenant: str,
    known: Sequence[Employment],
    employment: Employment,
    given: NewCorrection,
    today: date,
) -> tuple[list[Span], tuple[PlacementFact, ...]]:
    """The timeline, and the placements as they would be stored; raises ``Problem``."""
    rules.refuse_cancelled(employment)
    spans = (await timelines(session, tenant, [employment]))[employment.id]
    if overtaken := unseen(given.seen, spans):
        raise overtaken
    rules.refuse_unknown(spans, given.day)
    schools = await schools_of(session, given.placements)
    around = employment, preceding(known, employment)
    errors = [
        *rules.correction_errors(spans, given.day, given.valid_from, today, around),
        *duplicate_schools(given.placements),
        *placing.school_errors(tenant, given.placements, schools),
    ]
    if errors:
        raise Problem(422, "invalid-correction", "The correction is not valid", errors=errors)
    return spans, placing.facts_of(tenant, given.placements, schools, employment.funding)


async def correct(
    uow: UnitOfWork, client: ApiClient, employment_id: UUID, external_id: str, given: NewCorrection
) -> list[Finding]:
    """Store and announce it; raises ``Problem``. Returns what the funding guideline says."""
    tenant = client.tenant
    known, employment = await _hold(uow, client, employment_id, external_id)
    spans, facts = await check(uow.session, tenant, known, employment, given, local_date(uow.now))
    current = await _begun_on(uow, tenant, employment_id, given.day)
    done = corrected(current, facts, given.valid_from)
    if done.nothing:
        return findings(given.placements)
    recorded = Recorded(client.actor, Reason.CORRECTION, given.note)
    await placing.correct(uow, tenant, employment_id, done, recorded)
    cause = Cause(tenant, new_id())
    days = {given.day, given.valid_from}
    if given.day == spans[0].valid_from != given.valid_from:
        await employing.begin(uow, employment, given.valid_from)
        event = StartCorrected(
            worker_id=employment.worker_id,
            employment_id=employment.id,
            carrier_id=client.organization_id,
            start_date=given.valid_from,
        )
        uow.announce(event, cause)
        days = {given.valid_from}
    await _announce(uow, client, employment, days, cause)
    return findings(given.placements)


async def withdraw(
    uow: UnitOfWork,
    client: ApiClient,
    employment_id: UUID,
    external_id: str,
    day: date,
    *,
    note: str,
    seen: str | None = None,
) -> None:
    """What began on a day never did: what was before goes on. Raises ``Problem``."""
    _, employment = await _hold(uow, client, employment_id, external_id)
    rules.refuse_cancelled(employment)
    spans = (await timelines(uow.session, client.tenant, [employment]))[employment.id]
    if overtaken := unseen(seen, spans):
        raise overtaken
    rules.refuse_withdrawal(spans, day)
    current = await _begun_on(uow, client.tenant, employment_id, day)
    recorded = Recorded(client.actor, Reason.CANCEL, note)
    await placing.correct(uow, client.tenant, employment_id, Corrected([], [], current), recorded)
    await _announce(uow, client, employment, {day}, Cause(client.tenant, new_id()))


async def _hold(
    uow: UnitOfWork, client: ApiClient, employment_id: UUID, external_id: str
) -> tuple[Sequence[Employment], Employment]:
    known = await employing.hold(uow, client, external_id)
    found = [each for each in known if each.id == employment_id]
    if not found:
        raise Problem(404, "worker-not-found", "This carrier has no such worker")
    return known, found[0]


async def _begun_on(uow: UnitOfWork, tenant: str, employment_id: UUID, day: date) -> list[Stored]:
    rows = await rows_in_force(uow.session, tenant, employment_id)
    return [_stored(row) for row in rows if row.valid_from == day]


def _stored(row: Row[Any]) -> Stored:
    return Stored(row.id, row.school_id, row.weekly_hours, row.funding, row.valid_from)


async def _announce(
    uow: UnitOfWork, client: ApiClient, employment: Employment, days: set[date], cause: Cause
) -> None:
    """What applies now from each of these days on, so that copies say the same."""
    rows = await rows_in_force(uow.session, client.tenant, employment.id)
    schools = await organizations_by_id(uow.session, client.tenant, {row.school_id for row in rows})
    for day in sorted(days):
        begun = max((row.valid_from for row in rows if row.valid_from <= day), default=None)
        facts = [_fact(row, schools[row.school_id]) for row in rows if row.valid_from == begun]
        event = PlacementsChanged(
            worker_id=employment.worker_id,
            employment_id=employment.id,
            carrier_id=client.organization_id,
            valid_from=day,
            placements=tuple(facts),
        )
        uow.announce(event, cause)


def _fact(row: Row[Any], school: Row[Any]) -> PlacementFact:
    return PlacementFact(
        placement_id=row.id,
        school_id=row.school_id,
        school_number=school.school_number,
        school_type=SchoolType(school.school_type),
        weekly_hours=row.weekly_hours.quantize(_PLACES),
        funding=row.funding,
    )
