"""Changes the placements of workers, ends employments, or cancels hires: one, or many at once."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.departures import rules
from services.directory.departures.models import Departure, departures
from services.directory.departures.rules import Fact
from services.directory.employments.values import Employment
from services.directory.ledger import use_cases as ledgers
from services.directory.ledger.values import Entered, Ledger, Outcome
from services.directory.placements.queries import records, schools_of
from services.directory.schemas import (
    NewCancellation,
    NewChange,
    NewDeparture,
    NewPlacement,
    TimelineReceipt,
)
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.etags import refuse_stale
from shared.web.tokens import ApiClient


async def depart(
    uow: UnitOfWork, client: ApiClient, given: NewDeparture, expected: str = ""
) -> TimelineReceipt:
    """A worker leaves, or does not come. Raises ``Problem``.

    ``expected`` is the ``ETag`` of the employment as it was read, if that matters.
    """
    return await _enter(uow, client, given, expected)


async def cancel(
    uow: UnitOfWork, client: ApiClient, given: NewCancellation, expected: str = ""
) -> TimelineReceipt:
    """A hire does not take place: a departure before its first day. Raises ``Problem``."""
    return await _enter(uow, client, given, expected)


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
    return await _enter(uow, client, given, expected, seen)


async def _enter(
    uow: UnitOfWork, client: ApiClient, given: Fact, expected: str, seen: str | None = None
) -> TimelineReceipt:
    ledger = await _open(uow, client, [given])
    if expected:
        employment = rules.concerned_by(ledger, given)
        [view] = await records(uow.session, client.tenant, [employment])
        refuse_stale(expected, view)
    if isinstance(given, NewChange):
        entered = rules.enter_change(ledger, given, seen)
    else:
        entered = rules.enter_departure(ledger, given)
    await _store(uow, ledger, [(given, entered)])
    return ledger.receipt(entered)


async def take_in(uow: UnitOfWork, client: ApiClient, given: Sequence[Fact]) -> list[Outcome]:
    """Store what can be stored, each seeing those before it; what is known stays as it is."""
    ledger = await _open(uow, client, given)
    outcomes = rules.judge(ledger, given)
    pairs = zip(given, outcomes, strict=True)
    await _store(uow, ledger, [(fact, each) for fact, each in pairs if isinstance(each, Entered)])
    return outcomes


async def would_become(
    session: AsyncSession, client: ApiClient, given: Sequence[Fact], today: date
) -> list[Outcome]:
    """The same without storing anything."""
    ledger = await ledgers.read(session, client, today, *_named(given))
    return rules.judge(ledger, given)


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
    schools = await schools_of(session, given.placements)
    rules.check_change(tenant, employment, given, schools, today)


def _new_change(
    employment: Employment, valid_from: date, placements: Sequence[NewPlacement]
) -> NewChange:
    return NewChange(
        external_id=employment.external_id,
        employment_id=employment.id,
        valid_from=valid_from,
        placements=tuple(placements),
    )


async def _open(uow: UnitOfWork, client: ApiClient, given: Sequence[Fact]) -> Ledger:
    leaving = not all(isinstance(each, NewChange) for each in given)
    return await ledgers.opened(uow, client, *_named(given), leaving=leaving)


def _named(given: Sequence[Fact]) -> tuple[set[str], list[NewPlacement]]:
    """The workers and the placements that are named."""
    placements = [
        placed for each in given if isinstance(each, NewChange) for placed in each.placements
    ]
    return {each.external_id for each in given}, placements


async def _store(uow: UnitOfWork, ledger: Ledger, stored: Sequence[tuple[Fact, Entered]]) -> None:
    told = [
        (rules.departure_of(fact, entered.employment), entered.employment)
        for fact, entered in stored
        if not isinstance(fact, NewChange)
    ]
    rows = [
        row_of(Departure)(
            id=new_id(),
            tenant=ledger.tenant,
            employment_id=employment.id,
            last_day=each.last_day,
            reason=each.reason.value,
            recorded_at=uow.now,
        )
        for each, employment in told
    ]
    await insert_rows(uow.session, departures, rows)
    await ledgers.store(uow, ledger, [entered for _, entered in stored])
