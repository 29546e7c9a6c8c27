"""Somebody is away, or comes back; many at once."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.employments import use_cases as employing
from services.directory.employments.queries import known_by_number
from services.directory.leaves import queries, rules
from services.directory.leaves.models import Leave, leaves
from services.directory.leaves.queries import IN_FORCE, of_employments
from services.directory.leaves.rules import Book, Fact
from services.directory.leaves.schemas import LeaveView
from services.directory.ledger.values import Entered, Outcome
from services.directory.schemas import NewLeave, NewReturn
from shared.clock import local_date
from shared.database.lists import in_list
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.etags import refuse_stale
from shared.web.tokens import ApiClient


async def go_on_leave(
    uow: UnitOfWork, client: ApiClient, given: NewLeave, expected: str = ""
) -> LeaveView:
    """Store and announce it, or another last day of the one that begins then; raises ``Problem``.

    Posted as it is known already, nothing is announced. ``expected`` is the ``ETag`` of the leave
    as it was read, if that matters.
    """
    return await _enter(uow, client, given, expected)


async def come_back(
    uow: UnitOfWork, client: ApiClient, given: NewReturn, expected: str = ""
) -> LeaveView:
    """The leave ends the day before, or does not take place; ``expected`` as before."""
    return await _enter(uow, client, given, expected)


async def take_in(uow: UnitOfWork, client: ApiClient, given: Sequence[Fact]) -> list[Outcome]:
    """Store what can be stored, each seeing those before it; what is known stays as it is."""
    book = await _opened(uow, client, given)
    outcomes = rules.judge(book, given)
    await _store(uow, book, [each for each in outcomes if isinstance(each, Entered)])
    return outcomes


async def would_become(
    session: AsyncSession, client: ApiClient, given: Sequence[Fact], today: date
) -> list[Outcome]:
    """The same without storing anything."""
    return rules.judge(await _read(session, client, given, today), given)


async def _enter(uow: UnitOfWork, client: ApiClient, given: Fact, expected: str) -> LeaveView:
    book = await _opened(uow, client, [given])
    before = {each.id: each for known in book.away.values() for each in known}
    judged = rules.enter(book, given)
    if expected:
        stood = before.get(judged.away.id, judged.away)
        refuse_stale(expected, queries.view_of(judged.employment, stood))
    await _store(uow, book, [judged.outcome] if isinstance(judged.outcome, Entered) else [])
    return queries.view_of(judged.employment, judged.away, taken=judged.taken)


async def _opened(uow: UnitOfWork, client: ApiClient, given: Sequence[Fact]) -> Book:
    """Those who are named are held until the transaction ends."""
    wanted = {(client.organization_id, each.external_id) for each in given}
    await employing.hold_all(uow.bulk, wanted)
    return await _read(uow.session, client, given, local_date(uow.now))


async def _read(
    session: AsyncSession, client: ApiClient, given: Sequence[Fact], today: date
) -> Book:
    wanted = {(client.organization_id, each.external_id) for each in given}
    known = await known_by_number(session, wanted)
    ids = [each.id for of_number in known.values() for each in of_number]
    return Book(client, today, known, await of_employments(session, client.tenant, ids))


async def _store(uow: UnitOfWork, book: Book, entered: Sequence[Entered]) -> None:
    """What was known of leaves stays, until now."""
    if not book.replaced:
        return
    tenant = book.client.tenant
    mine = (leaves.c.tenant == tenant, in_list(leaves.c.leave_id, "leaves"), IN_FORCE)
    before = update(leaves).where(*mine).values(superseded_at=uow.now)
    await uow.session.execute(before, {"leaves": list[UUID](book.replaced)})
    rows = [
        row_of(Leave)(
            id=new_id(),
            tenant=tenant,
            leave_id=away.id,
            employment_id=away.employment_id,
            first_day=away.first_day,
            last_day=away.last_day,
            recorded_by=book.client.actor,
            recorded_at=uow.now,
        )
        for away in book.replaced.values()
        if away is not None
    ]
    await insert_rows(uow.session, leaves, rows)
    for each in entered:
        for event in each.events:
            uow.announce(event, each.cause)
