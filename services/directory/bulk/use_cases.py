"""Stores many facts, at once or part by part beside the request."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from services.directory.bulk import queries, rules
from services.directory.bulk.forms import FactPlan, JudgedFact
from services.directory.bulk.models import BulkRequest, BulkRow, bulk_requests, bulk_rows
from services.directory.bulk.rules import Fact, FactRow, answer_of, refusal_of
from services.directory.bulk.schemas import BulkProgress, FileContent
from services.directory.bulk.values import CHANNEL, MOST_WAITING, BulkKind
from services.directory.departures import use_cases as departing
from services.directory.hires import use_cases as hiring
from services.directory.leaves import use_cases as leaving
from services.directory.ledger.values import Outcome
from services.directory.rules import acting_for
from services.directory.schemas import (
    BulkAnswer,
    NewCancellation,
    NewChange,
    NewCorrection,
    NewDeparture,
    NewLeave,
    NewReturn,
    NewWithdrawal,
    RowAnswer,
)
from services.directory.timelines import use_cases as correcting
from services.directory.values import RowOutcome
from shared.clock import local_date
from shared.context import Context
from shared.database.reach import crossing
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.faults import is_transient
from shared.ids import new_id
from shared.messaging.coalescing import attempt
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.idempotency import KEPT
from shared.web.kit.imports import Planner
from shared.web.problem import Problem
from shared.web.sessions.person import Me
from shared.web.tokens import ApiClient

PART = 500
"""Rows in one transaction; while one is under way nobody else writes to SQLite."""

CSV = "text/csv"

Told = NewChange | NewDeparture | NewCancellation
Right = NewCorrection | NewWithdrawal
Away = NewLeave | NewReturn

log = structlog.get_logger(__name__)


async def read(
    context: Context, tenant: str, kind: BulkKind, media_type: str, body: bytes
) -> Sequence[Any]:
    """The rows of a file, read in a thread; raises ``Problem`` if it is none."""
    if kind is BulkKind.HIRES:
        return await hiring.read_rows(context, tenant, media_type, body)
    return await asyncio.to_thread(rules.read, kind, media_type, body)


def content_of(media_type: str, body: bytes) -> FileContent:
    """By which a repeated request is recognised."""
    return FileContent(media_type=media_type, sha256=sha256(body).hexdigest())


async def store(uow: UnitOfWork, client: ApiClient, rows: Sequence[FactRow]) -> BulkAnswer:
    """Store the good rows and answer every one; what is known already stays as it is."""
    return BulkAnswer.of(await _store_rows(uow, client, rows))


async def accept(
    uow: UnitOfWork, client: ApiClient, kind: BulkKind, media_type: str, body: bytes, total: int
) -> BulkProgress:
    """Keep a file that is worked off beside the request.

    Raises ``Problem`` (429) while too many of the carrier's wait: others come after them.
    """
    if await queries.count_open(uow.session, client) >= MOST_WAITING:
        title = "Enough of your files wait already"
        raise Problem(429, "too-many-files", title, headers={"Retry-After": "60"})
    request = BulkRequest(
        id=new_id(),
        tenant=client.tenant,
        carrier_id=client.organization_id,
        client_id=client.client_id,
        kind=kind.value,
        media_type=media_type,
        content=body,
        total=total,
        received_at=uow.now,
    )
    uow.session.add(request)
    await uow.session.flush()
    uow.notify(CHANNEL)
    return rules.progress_of(request)


async def work_off(context: Context) -> bool:
    """The oldest open file, to its end; False if there is none, or another instance has it."""
    async with context.database.reading() as session:
        request = await queries.next_open(session)
    if request is None or request.content is None:
        return False
    try:
        kind = BulkKind(request.kind)
        rows = await read(context, request.tenant, kind, request.media_type, request.content)
        while (more := await attempt_part(context, request.id, rows)) > 0:
            pass
    except Exception as fault:
        if is_transient(fault):
            raise
        log.error("bulk.failed", fault=type(fault).__qualname__)
        await _give_up(context, request.id)
        return True
    return more == 0


async def attempt_part(context: Context, request_id: UUID, rows: Sequence[Any]) -> int:
    """Store the next part and what became of it, in one transaction.

    Returns how many rows are left, or -1 where another instance works on it.
    """

    async def work(uow: UnitOfWork) -> int:
        mine = select(BulkRequest).where(
            BulkRequest.id == request_id, BulkRequest.finished_at.is_(None)
        )
        small = mine.options(defer(BulkRequest.content))
        locked = crossing(small.with_for_update(skip_locked=True))
        request = (await uow.session.scalars(locked)).one_or_none()
        return -1 if request is None else await _store_part(context, uow, request, rows)

    return await attempt(context.database.transaction, work)


async def _store_part(
    context: Context, uow: UnitOfWork, request: BulkRequest, rows: Sequence[Any]
) -> int:
    kind = BulkKind(request.kind)
    part = rows[request.done : request.done + PART]
    client = ApiClient(request.client_id, request.tenant, request.carrier_id)
    if kind is BulkKind.HIRES:
        answers = await hiring.import_part(uow, context, client, part)
    else:
        answers = await _store_rows(uow, client, part)
    await _keep(uow, request, answers)
    counts = Counter(each.outcome for each in answers)
    request.created += counts[RowOutcome.CREATED]
    request.unchanged += counts[RowOutcome.UNCHANGED]
    request.refused += counts[RowOutcome.REFUSED]
    request.done += len(part)
    if request.done >= request.total:
        request.finished_at, request.content = uow.now, None
    return request.total - request.done


async def _keep(uow: UnitOfWork, request: BulkRequest, answers: Sequence[RowAnswer]) -> None:
    kept = [
        row_of(BulkRow)(
            request_id=request.id,
            tenant=request.tenant,
            place=place,
            outcome=each.outcome.value,
            answer=each.model_dump_json(),
        )
        for place, each in enumerate(answers, request.done + 1)
    ]
    await insert_rows(uow.session, bulk_rows, kept)


async def _store_rows(
    uow: UnitOfWork, client: ApiClient, rows: Sequence[FactRow]
) -> list[RowAnswer]:
    """A row that is refused has written nothing: everything is judged before."""
    given = [row.given for row in rows if row.given is not None]
    outcomes = iter(await _take_in(uow, client, given))
    return [
        refusal_of(row) if row.given is None else answer_of(row, next(outcomes)) for row in rows
    ]


def planner(kind: BulkKind) -> Planner[FactPlan]:
    """Says what a clerk's list of one kind would do; raises ``Problem`` if it is none."""

    async def plan(here: Context, session: AsyncSession, me: Me, content: bytes) -> FactPlan:
        client = acting_for(me)
        rows: Sequence[FactRow] = await read(here, client.tenant, kind, CSV, content)
        given = [row.given for row in rows if row.given is not None]
        judged = await _would_become(session, client, given, local_date(here.clock.now()))
        names = await queries.names(session, client.tenant, judged)
        columns, outcomes = rules.KINDS[kind].columns.called, iter(judged)
        return FactPlan(
            [
                JudgedFact(row, next(outcomes) if row.given else None, names, columns)
                for row in rows
            ],
            client=client,
        )

    return plan


async def carry_out(uow: UnitOfWork, planned: FactPlan, _: Cause) -> None:
    """Store and announce every new one, each a story of its own.

    Raises ``Problem`` if one cannot be stored any more: then none is.
    """
    assert planned.client is not None
    for outcome in await _take_in(uow, planned.client, planned.facts):
        if isinstance(outcome, Problem):
            raise outcome


async def _would_become(
    session: AsyncSession, client: ApiClient, given: Sequence[Fact], today: date
) -> list[Outcome]:
    told, right, away = _sorted(given)
    if told:
        return await departing.would_become(session, client, told, today)
    if away:
        return await leaving.would_become(session, client, away, today)
    return await correcting.would_become(session, client, right, today)


async def _take_in(uow: UnitOfWork, client: ApiClient, given: Sequence[Fact]) -> list[Outcome]:
    told, right, away = _sorted(given)
    if told:
        return await departing.take_in(uow, client, told)
    if away:
        return await leaving.take_in(uow, client, away)
    return await correcting.take_in(uow, client, right)


def _sorted(given: Sequence[Fact]) -> tuple[list[Told], list[Right], list[Away]]:
    """Those of one kind; nothing else stands in a file."""
    told = [each for each in given if isinstance(each, Told)]
    right = [each for each in given if isinstance(each, Right)]
    return told, right, [each for each in given if isinstance(each, Away)]


async def _give_up(context: Context, request_id: UUID) -> None:
    async with context.database.transaction() as uow:
        mine = update(bulk_requests).where(bulk_requests.c.id == request_id)
        values = {"failed": True, "finished_at": uow.now, "content": None}
        await uow.session.execute(crossing(mine.values(values)))


async def forget_files(uow: UnitOfWork, tenant: str, carrier_id: UUID) -> None:
    """All of a carrier's with their rows; one that is being worked off ends first."""
    theirs = (bulk_requests.c.tenant == tenant, bulk_requests.c.carrier_id == carrier_id)
    files = select(bulk_requests.c.id).where(*theirs).with_for_update()
    held = (await uow.session.scalars(files)).all()
    rows = (bulk_rows.c.tenant == tenant, bulk_rows.c.request_id.in_(held))
    await uow.session.execute(delete(bulk_rows).where(*rows))
    await uow.session.execute(delete(bulk_requests).where(*theirs, bulk_requests.c.id.in_(held)))


async def forget(uow: UnitOfWork, kept: timedelta = KEPT) -> None:
    """Drop what was posted longer ago, with its rows; a day is more than any file takes."""
    old = select(bulk_requests.c.id).where(bulk_requests.c.received_at < uow.now - kept)
    await uow.session.execute(crossing(delete(bulk_rows).where(bulk_rows.c.request_id.in_(old))))
    gone = delete(bulk_requests).where(bulk_requests.c.received_at < uow.now - kept)
    await uow.session.execute(crossing(gone))
