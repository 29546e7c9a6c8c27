"""Changes the placements of one worker, ends the employment, or cancels the hire."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts import use_cases as accounts
from services.directory.accounts.values import Leaving
from services.directory.departures import rules
from services.directory.departures.models import Departure, departures
from services.directory.employments import use_cases as employing
from services.directory.employments.queries import of_worker, standing
from services.directory.employments.values import (
    Employment,
    following,
    leaves,
)
from services.directory.placements import use_cases as placing
from services.directory.placements.queries import Schools, records, schools_of, timelines
from services.directory.placements.values import unseen
from services.directory.rules import findings
from services.directory.schemas import (
    Became,
    NewCancellation,
    NewChange,
    NewDeparture,
    NewPlacement,
    TimelineReceipt,
)
from shared.clock import local_date
from shared.contracts.directory import HireCancelled, PlacementsChanged, WorkerDeparted
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.etags import refuse_stale
from shared.web.tokens import ApiClient

Apply = Callable[[Employment, Sequence[Employment]], Awaitable[TimelineReceipt]]


async def depart(
    uow: UnitOfWork, client: ApiClient, given: NewDeparture, expected: str = ""
) -> TimelineReceipt:
    """A worker leaves, or does not come. Raises ``Problem``.

    ``expected`` is the ``ETag`` of the employment as it was read, if that matters.
    """

    async def apply(employment: Employment, known: Sequence[Employment]) -> TimelineReceipt:
        today, after = local_date(uow.now), following(known, employment)
        rules.refuse(rules.departure_errors(given, today, employment, after))
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

    return await _apply(uow, client, given, apply, expected)


async def cancel(
    uow: UnitOfWork, client: ApiClient, given: NewCancellation, expected: str = ""
) -> TimelineReceipt:
    """A hire does not take place: a departure before its first day. Raises ``Problem``."""
    known = await employing.hold(uow, client, given.external_id)
    employment = rules.not_begun(rules.named(known, given), local_date(uow.now))
    return await depart(
        uow,
        client,
        NewDeparture(
            external_id=given.external_id,
            employment_id=employment.id,
            last_day=employment.start_date - timedelta(days=1),
        ),
        expected,
    )


async def change(
    uow: UnitOfWork,
    client: ApiClient,
    given: NewChange,
    seen: str | None = None,
    expected: str = "",
) -> TimelineReceipt:
    """A worker's placements change. Raises ``Problem``, also if ``seen`` is known no longer.

    ``expected`` is as in ``depart``.
    """

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

    return await _apply(uow, client, given, apply, expected)


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
    rules.refuse(
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
    apply: Apply,
    expected: str,
) -> TimelineReceipt:
    """To the employment that is meant, which is held meanwhile."""
    known = await employing.hold(uow, client, given.external_id)
    employment = rules.meant(known, given, local_date(uow.now))
    if expected:
        [view] = await records(uow.session, client.tenant, [employment])
        refuse_stale(expected, view)
    return await apply(employment, known)


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
