"""Changes the placements of one worker, ends the employment, or cancels the hire."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts import use_cases as accounts
from services.directory.accounts.values import Leaving
from services.directory.departures import rules
from services.directory.departures.models import Departure, departures
from services.directory.departures.schemas import NewChange, NewDeparture
from services.directory.employments import use_cases as employing
from services.directory.employments.queries import of_worker, standing
from services.directory.employments.values import (
    Employment,
    concerned,
    either,
    following,
    leaves,
)
from services.directory.placements import use_cases as placing
from services.directory.placements.queries import Schools, schools_of, timelines
from services.directory.placements.values import unseen
from services.directory.rules import findings
from services.directory.schemas import Became, NewPlacement, TimelineReceipt
from shared.clock import local_date
from shared.contracts.directory import HireCancelled, PlacementsChanged, WorkerDeparted
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import FieldError, Problem
from shared.web.tokens import ApiClient

Apply = Callable[[Employment, Sequence[Employment]], Awaitable[TimelineReceipt]]


async def depart(uow: UnitOfWork, client: ApiClient, given: NewDeparture) -> TimelineReceipt:
    """A worker leaves, or does not come. Raises ``Problem``."""

    async def apply(employment: Employment, known: Sequence[Employment]) -> TimelineReceipt:
        today, after = local_date(uow.now), following(known, employment)
        _refuse(rules.departure_errors(given, today, employment, after))
        cause = Cause(client.tenant, new_id())
        await _record(uow, client.tenant, employment, given)
        if rules.withdraws(given, today, employment):
            await employing.cancel(uow, employment)
            await _end_access(uow, client, employment, cause)
            _announce_cancelled(uow, client, employment, cause)
            return await _receipt(uow, client, employment, Became.HIRE_CANCELLED, cause)
        await employing.end(uow, employment, given.last_day)
        await _end_access(uow, client, employment, cause)
        _announce_departed(uow, client, employment, given, cause)
        return await _receipt(uow, client, employment, Became.DEPARTED, cause)

    return await _apply(uow, client, given, given.last_day, apply)


async def change(
    uow: UnitOfWork, client: ApiClient, given: NewChange, seen: str | None = None
) -> TimelineReceipt:
    """A worker's placements change. Raises ``Problem``, also if ``seen`` is known no longer."""

    async def apply(employment: Employment, _: Sequence[Employment]) -> TimelineReceipt:
        tenant, today = client.tenant, local_date(uow.now)
        schools = await _check(uow.session, tenant, employment, given, today)
        known = (await timelines(uow.session, tenant, [employment]))[employment.id]
        if overtaken := unseen(seen, known):
            raise overtaken
        facts = placing.facts_of(tenant, given.placements, schools, employment.funding)
        await placing.replace(uow, tenant, employment.id, facts, given.valid_from, client.actor)
        cause = Cause(tenant, new_id())
        event = PlacementsChanged(
            worker_id=employment.worker_id,
            carrier_id=client.organization_id,
            valid_from=given.valid_from,
            placements=facts,
            employment_id=employment.id,
        )
        uow.announce(event, cause)
        receipt = await _receipt(uow, client, employment, Became.CHANGED, cause)
        receipt.placement_ids = [fact.placement_id for fact in facts]
        receipt.warnings = findings(given.placements)
        return receipt

    return await _apply(uow, client, given, given.valid_from, apply)


async def change_of(
    uow: UnitOfWork,
    client: ApiClient,
    employment: Employment,
    valid_from: date,
    placements: Sequence[NewPlacement],
    *,
    seen: str,
) -> TimelineReceipt:
    """The same for an employment that is known; raises ``Problem``."""
    return await change(uow, client, _new_change(employment, valid_from, placements), seen)


async def check_change(
    session: AsyncSession,
    tenant: str,
    employment: Employment,
    valid_from: date,
    placements: Sequence[NewPlacement],
    *,
    today: date,
) -> None:
    """Raise ``Problem`` for what could not be stored."""
    given = _new_change(employment, valid_from, placements)
    await _check(session, tenant, employment, given, today)


def _new_change(
    employment: Employment, valid_from: date, placements: Sequence[NewPlacement]
) -> NewChange:
    return NewChange(
        external_id=employment.external_id,
        employment_id=employment.id,
        valid_from=valid_from,
        placements=tuple(placements),
    )


async def _check(
    session: AsyncSession, tenant: str, employment: Employment, given: NewChange, today: date
) -> Schools:
    """The schools that are named; raises ``Problem`` for what cannot be stored."""
    if employment.settled(today):
        raise rules.settled(employment)
    schools = await schools_of(session, given.placements)
    _refuse(
        [
            *rules.change_errors(given, today, employment),
            *placing.school_errors(tenant, given.placements, schools),
        ]
    )
    return schools


async def _apply(
    uow: UnitOfWork,
    client: ApiClient,
    given: NewChange | NewDeparture,
    day: date,
    apply: Apply,
) -> TimelineReceipt:
    """To the employment that is meant, which is held meanwhile."""
    known = await employing.hold(uow, client, given.external_id)
    return await apply(_meant(known, given, day, local_date(uow.now)), known)


def _meant(
    known: Sequence[Employment], given: NewChange | NewDeparture, day: date, today: date
) -> Employment:
    if not known:
        errors = [FieldError("external_id", "names no worker of this carrier")]
        raise Problem(404, "worker-not-found", "This carrier has no such worker", errors=errors)
    if given.employment_id is not None:
        known = [each for each in known if each.id == given.employment_id]
        _refuse([FieldError("employment_id", "names no employment of this worker")] * (not known))
    elif isinstance(given, NewDeparture) and (two := either(known, day, today)):
        raise rules.ambiguous(*two)
    employment = concerned(known, day, today)
    if employment is None:
        raise rules.settled(known[-1])
    return employment


def _refuse(errors: list[FieldError]) -> None:
    if errors:
        raise Problem(422, "invalid-change", "The body is not valid", errors=errors)


async def _record(
    uow: UnitOfWork, tenant: str, employment: Employment, given: NewDeparture
) -> None:
    row = row_of(Departure)(
        id=new_id(),
        tenant=tenant,
        employment_id=employment.id,
        last_day=given.last_day,
        reason=given.reason.value,
        recorded_at=uow.now,
    )
    await insert_rows(uow.session, departures, [row])


async def _end_access(
    uow: UnitOfWork, client: ApiClient, employment: Employment, cause: Cause
) -> None:
    """With the last day that follows from all employments; ``employment`` is as it was before."""
    today = local_date(uow.now)
    stands = await standing(uow.session, client.tenant, employment.worker_id)
    here = [last_day for carrier_id, last_day in stands if carrier_id == client.organization_id]
    leaving = Leaving(
        carrier_id=client.organization_id,
        carrier=leaves(here, today),
        municipality=leaves([last_day for _, last_day in stands], today),
        before=employment.last_day,
    )
    await accounts.leave(uow, employment.worker_id, leaving, cause)


def _announce_departed(
    uow: UnitOfWork,
    client: ApiClient,
    employment: Employment,
    given: NewDeparture,
    cause: Cause,
) -> None:
    event = WorkerDeparted(
        worker_id=employment.worker_id,
        carrier_id=client.organization_id,
        last_day=given.last_day,
        reason=given.reason,
        employment_id=employment.id,
    )
    uow.announce(event, cause)


def _announce_cancelled(
    uow: UnitOfWork, client: ApiClient, employment: Employment, cause: Cause
) -> None:
    event = HireCancelled(
        worker_id=employment.worker_id,
        carrier_id=client.organization_id,
        employment_id=employment.id,
    )
    uow.announce(event, cause)


async def _receipt(
    uow: UnitOfWork,
    client: ApiClient,
    employment: Employment,
    outcome: Became,
    cause: Cause,
) -> TimelineReceipt:
    """With the employment as it is now."""
    employments = await of_worker(uow.session, client, employment.worker_id)
    [now] = [each for each in employments if each.id == employment.id]
    timeline = await timelines(uow.session, client.tenant, [now])
    return TimelineReceipt(
        worker_id=now.worker_id,
        employment_id=now.id,
        outcome=outcome,
        placement_ids=[],
        correlation_id=cause.correlation_id,
        warnings=[],
        last_day=now.last_day,
        timeline=timeline[now.id],
    )
