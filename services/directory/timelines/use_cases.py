"""Puts right what was wrong from the beginning; what was known before stays in the versions."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.ledger import use_cases as ledgers
from services.directory.ledger.values import Entered, Ledger, Outcome
from services.directory.placements.queries import records, withdrawn
from services.directory.schemas import (
    NewCorrection,
    NewPlacement,
    NewWithdrawal,
    Span,
    TimelineReceipt,
)
from services.directory.timelines import rules
from services.directory.timelines.rules import Fact
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.etags import refuse_stale
from shared.web.tokens import ApiClient


async def check(
    session: AsyncSession,
    client: ApiClient,
    given: NewCorrection,
    seen: str | None,
    today: date,
) -> list[Span]:
    """The timeline before it; raises ``Problem`` for what could not be stored."""
    ledger = await ledgers.read(session, client, today, *_named([given]))
    before = ledger.timeline(rules.concerned_by(ledger, given))
    rules.enter_correction(ledger, given, seen)
    return before


async def correct(
    uow: UnitOfWork,
    client: ApiClient,
    given: NewCorrection | NewWithdrawal,
    seen: str | None = None,
    expected: str = "",
) -> TimelineReceipt:
    """Store and announce it. Raises ``Problem``, also if ``seen`` is known no longer.

    ``expected`` is the ``ETag`` of the employment as it was read, if that matters.
    """
    ledger = await ledgers.opened(uow, client, *_named([given]))
    if expected:
        employment = rules.concerned_by(ledger, given)
        [view] = await records(uow.session, client.tenant, [employment])
        refuse_stale(expected, view)
    if isinstance(given, NewCorrection):
        entered = rules.enter_correction(ledger, given, seen)
    else:
        entered = rules.enter_withdrawal(ledger, given, seen)
    await ledgers.store(uow, ledger, [entered])
    return ledger.receipt(entered)


async def take_in(uow: UnitOfWork, client: ApiClient, given: Sequence[Fact]) -> list[Outcome]:
    """Store what can be stored, each seeing those before it; what is known stays as it is."""
    ledger = await ledgers.opened(uow, client, *_named(given))
    outcomes = await _judge(uow.session, ledger, given)
    entered = [each for each in outcomes if isinstance(each, Entered)]
    await ledgers.store(uow, ledger, entered)
    return outcomes


async def would_become(
    session: AsyncSession, client: ApiClient, given: Sequence[Fact], today: date
) -> list[Outcome]:
    """The same without storing anything."""
    ledger = await ledgers.read(session, client, today, *_named(given))
    return await _judge(session, ledger, given)


async def _judge(session: AsyncSession, ledger: Ledger, given: Sequence[Fact]) -> list[Outcome]:
    ledger.withdrawn = await withdrawn(session, ledger.tenant, ledger.placed.in_force)
    return rules.judge(ledger, given)


def _named(given: Sequence[Fact]) -> tuple[set[str], list[NewPlacement]]:
    """The workers and the placements that are named."""
    placements = [
        placed for each in given if isinstance(each, NewCorrection) for placed in each.placements
    ]
    return {each.external_id for each in given}, placements
