"""Recognises repeated requests and keeps what they were answered."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import digest
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from services.directory.idempotency.models import answers
from services.directory.intake.use_cases import TRIES
from services.directory.schemas import Posted
from shared.database.engine import Reader
from shared.database.lists import in_list
from shared.database.writes import insert_rows
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork
from shared.web.problem import Problem

T = TypeVar("T")
W = TypeVar("W")
Begin = Callable[[], AbstractAsyncContextManager[W]]
"""A way to begin a transaction of some kind."""

KEPT = timedelta(days=90)
PURPOSE = "directory.fingerprint"
"""Of the key with which contents are digested."""
ANSWERED = select(answers.c.carrier_id, answers.c.key, answers.c.fingerprint, answers.c.body).where(
    in_list(answers.c.carrier_id, "carriers"), in_list(answers.c.key, "keys")
)


@dataclass(frozen=True)
class Request:
    """A carrier's request: its key, if it bears one, and what stands for its content."""

    carrier_id: UUID
    key: str | None
    fingerprint: str


Answered = dict[tuple[UUID, str], tuple[str, str]]
"""Fingerprint and answer by carrier and key."""


def fingerprint(key: bytes, kind: str, body: Posted) -> str:
    """The same for the same content, however it was spelt; keyed, for names could be guessed."""
    return digest(key, f"{kind} {body.content()}".encode(), "sha256").hex()


async def answered(reader: Reader, requests: Collection[Request]) -> Answered:
    """What was answered before to any request with one of these keys."""
    keys = {request.key for request in requests if request.key is not None}
    if not keys:
        return {}
    carriers = {request.carrier_id for request in requests}
    found = await reader.execute(ANSWERED, {"carriers": carriers, "keys": keys})
    return {(row.carrier_id, row.key): (row.fingerprint, row.body) for row in found}


def repeated(known: Answered, request: Request) -> str | None:
    """The answer given before; raises ``Problem`` if the key came with another content."""
    if request.key is None or (request.carrier_id, request.key) not in known:
        return None
    before, answer = known[request.carrier_id, request.key]
    if before != request.fingerprint:
        raise Problem(
            422, "idempotency-key-reused", "This Idempotency-Key came with another body before"
        )
    return answer


async def attempt(begin: Begin[W], work: Callable[[W], Awaitable[T]]) -> T:
    """Do it in one transaction; another one sees what somebody else stored at the same moment.

    Raises ``IntegrityError`` if somebody was faster ``TRIES`` times.
    """
    for _ in range(TRIES - 1):
        with suppress(IntegrityError):
            async with begin() as uow:
                return await work(uow)
    async with begin() as uow:
        return await work(uow)


async def forget(uow: UnitOfWork) -> None:
    """Drop answers older than ``KEPT``; the same key is then a new request."""
    await uow.session.execute(delete(answers).where(answers.c.at < uow.now - KEPT))


def remember(uow: BulkUnitOfWork, given: Sequence[tuple[Request, str]]) -> None:
    """Keep the answers, in the transaction that did the work."""
    rows = [_row(*each, uow.now) for each in given if each[0].key is not None]
    uow.insert(answers, rows)


async def keep(uow: UnitOfWork, request: Request, answer: str) -> None:
    """Keep one answer, in the transaction that did the work."""
    await insert_rows(uow.session, answers, [_row(request, answer, uow.now)])


def _row(request: Request, answer: str, now: datetime) -> dict[str, Any]:
    return {
        "carrier_id": request.carrier_id,
        "key": request.key,
        "fingerprint": request.fingerprint,
        "body": answer,
        "at": now,
    }
