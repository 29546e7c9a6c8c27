"""POSTs that create are done once: the same key of the same caller gets the same answer again.

A service that uses this adds the table to its own by ``answers.to_metadata(metadata)``, and
``jobs`` to its jobs. ``Once`` is for a route; code that writes many at once looks up with
``answered`` (or with ``ANSWERED``, beside something else) and writes with ``remember``. The answer
is kept in the transaction that did the work; a request that fails keeps nothing. What is shown
once, such as a secret, is left out of what is kept, and so out of the answer to a repeat.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from hmac import digest
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar

from fastapi import Depends, Header, Response
from fastapi import Request as HttpRequest
from pydantic import BaseModel
from sqlalchemy import Row, Text, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.context import CurrentContext, Uow
from shared.database.engine import Reader
from shared.database.lists import in_list
from shared.database.tables import RowOf, Typed, row_of, table_of
from shared.database.types import Moment
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork
from shared.privacy.declared import Deletion, Kind, Unlinked, personal
from shared.web import audit
from shared.web.conflicts import Conflict
from shared.web.problem import Problem

KEPT = timedelta(hours=24)
PURPOSE = "web.fingerprint"
"""Of the key with which contents are digested."""
REUSED = "idempotency-key-reused"
REPLAYED = {"Idempotent-Replayed": "true"}

Result = TypeVar("Result", bound=BaseModel)
Asking = TypeVar("Asking")

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=128,
        pattern=r"^[\x21-\x7e]+$",
        description="Chosen by the client; the same key and body are answered the same again.",
    ),
]

_REPEATED = personal(
    Kind.TECHNICAL,
    Kind.EMPLOYMENT,
    about=Unlinked("die Antwort nennt Kennungen nur in ihrem Text"),
    purpose="dieselbe Antwort auf eine Wiederholung",
    deletion=Deletion.REPLAY,
)


class _Base(Typed, DeclarativeBase):
    """Of the one table that services add to their own."""


class IdempotentAnswer(_Base):
    """What was returned to a request with a key."""

    __tablename__ = "idempotent_answers"
    __table_args__ = ({"info": _REPEATED},)

    caller: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    status: Mapped[int]
    location: Mapped[str | None]
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment, index=True)


answers = table_of(IdempotentAnswer)
ANSWERED = select(
    answers.c.caller,
    answers.c.key,
    answers.c.fingerprint,
    answers.c.status,
    answers.c.location,
    answers.c.body,
).where(in_list(answers.c.caller, "callers"), in_list(answers.c.key, "keys"))
"""With the parameters that ``wanted`` makes; a row is read by ``answer_of``."""

CONSTRAINTS = {
    "idempotent_answers.caller, idempotent_answers.key": Conflict(
        code="idempotency-key-in-use",
        title="A request with this Idempotency-Key is being answered",
        field="header.Idempotency-Key",
        reason="came with another request at the same time",
    )
}
"""For the ``constraints`` of a service that keeps answers."""

jobs = Jobs()


@dataclass(frozen=True)
class Request:
    """The caller, the key if there is one, and the fingerprint of the content."""

    caller: str
    key: str | None
    fingerprint: str


@dataclass(frozen=True)
class Answer:
    """What was returned; an empty body is one that is still to come."""

    status: int
    body: str
    location: str | None = None

    def response(self, *, replayed: bool = False) -> Response:
        headers = dict(REPLAYED) if replayed else {}
        if self.location:
            headers["Location"] = self.location
        return Response(self.body, self.status, headers, "application/json")


Answered = dict[tuple[str, str], tuple[str, Answer]]
"""Fingerprint and answer by caller and key."""


def fingerprint(secret: bytes, what: str, body: BaseModel) -> str:
    """The same for the same content, however it was spelt; keyed, for names could be guessed."""
    return digest(secret, f"{what} {body.model_dump_json()}".encode(), "sha256").hex()


def wanted(requests: Collection[Request]) -> dict[str, set[str]]:
    """The parameters of ``ANSWERED``."""
    return {
        "callers": {request.caller for request in requests},
        "keys": {request.key for request in requests if request.key is not None},
    }


async def answered(reader: Reader, requests: Collection[Request]) -> Answered:
    """What was returned before to any request with one of these keys; for many in one batch."""
    parameters = wanted(requests)
    if not parameters["keys"]:
        return {}
    found = await reader.execute(ANSWERED, parameters)
    return {(row.caller, row.key): (row.fingerprint, answer_of(row)) for row in found}


def repeated(known: Answered, request: Request) -> Answer | None:
    """The answer given before; raises ``Problem`` if the key came with another content."""
    if request.key is None or (request.caller, request.key) not in known:
        return None
    before, answer = known[request.caller, request.key]
    if before != request.fingerprint:
        raise _reused()
    return answer


def remember(uow: BulkUnitOfWork, given: Sequence[tuple[Request, Answer]]) -> None:
    """Keep the answers, in the transaction that did the work."""
    rows = [
        _row(uow.now, request, request.key, answer)
        for request, answer in given
        if request.key is not None
    ]
    uow.insert(answers, rows)


@jobs.every(timedelta(days=1))
async def forget_answers(uow: UnitOfWork) -> bool:
    """Drop the old answers of this service."""
    await forget(uow)
    return False


async def forget(uow: UnitOfWork, kept: timedelta = KEPT) -> None:
    """Drop older answers; the same key is then a new request."""
    await uow.session.execute(delete(answers).where(answers.c.at < uow.now - kept))


@dataclass(frozen=True)
class Exactly:
    """One request with its key; ``Once`` makes it.

    ``_repeated`` is called where nothing is left to be done.
    """

    _uow: UnitOfWork
    _secret: bytes
    _what: str
    _caller: str
    _key: str
    _repeated: Callable[[], None] = lambda: None

    async def once(
        self,
        body: BaseModel,
        work: Callable[[], Awaitable[Result]],
        location: Callable[[Result], str] | None = None,
        status: int = 201,
        kept: Callable[[Result], Result] = lambda result: result,
    ) -> Response:
        """Do ``work`` and return its result, or return what was ``kept`` of it before.

        A request that comes while the first is still worked on waits for it. Raises ``Problem`` if
        the key came with another content.
        """
        content = fingerprint(self._secret, self._what, body)
        request = Request(self._caller, self._key, content)
        if (before := await self._claim(request)) is not None:
            self._repeated()
            return before.response(replayed=True)
        result = await work()
        where = location(result) if location else None
        await self._write(request, Answer(status, kept(result).model_dump_json(), where))
        return Answer(status, result.model_dump_json(), where).response()

    async def _claim(self, request: Request) -> Answer | None:
        """None if the work is ours: the row is there, and nobody else can have it."""
        session = self._uow.session
        dialect = session.get_bind().dialect.name
        insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
        row = _row(self._uow.now, request, self._key, Answer(0, ""))
        claim = insert(answers).values(row).on_conflict_do_nothing().returning(answers.c.key)
        if (await session.execute(claim)).first() is not None:
            return None
        query = select(answers).where(*self._mine(request)).with_for_update()
        found = (await session.execute(query)).one()
        if found.at < self._uow.now - KEPT:
            return None
        return repeated({(found.caller, found.key): (found.fingerprint, answer_of(found))}, request)

    async def _write(self, request: Request, answer: Answer) -> None:
        row = _row(self._uow.now, request, self._key, answer)
        await self._uow.session.execute(update(answers).where(*self._mine(request)).values(row))

    def _mine(self, request: Request) -> list[Any]:
        return [answers.c.caller == request.caller, answers.c.key == request.key]


if TYPE_CHECKING:

    class Once(Exactly, Generic[Asking]):
        """A parameter of a route: ``exactly: Once[Client]`` for the annotated audience."""
else:

    class Once:
        """A parameter of a route: ``exactly: Once[Client]`` for the annotated audience."""

        def __class_getitem__(cls, audience: Any) -> Any:
            async def read(
                http: HttpRequest,
                asking: audience,
                key: IdempotencyKey,
                here: CurrentContext,
                uow: Uow,
            ) -> Exactly:
                what = f"{http.method} {http.url.path}"
                done = partial(audit.unchanged, http)
                return Exactly(uow, here.key(PURPOSE), what, asking.caller, key, done)

            return Annotated[Exactly, Depends(read, scope="function")]


def answer_of(row: Row[Any]) -> Answer:
    """What a row of ``ANSWERED`` says was returned."""
    return Answer(row.status, row.body, row.location)


def _row(now: datetime, request: Request, key: str, answer: Answer) -> RowOf[IdempotentAnswer]:
    return row_of(IdempotentAnswer)(
        caller=request.caller,
        key=key,
        fingerprint=request.fingerprint,
        status=answer.status,
        location=answer.location,
        body=answer.body,
        at=now,
    )


def _reused() -> Problem:
    return Problem(422, REUSED, "This Idempotency-Key came with another body before")


async def forget_caller(uow: UnitOfWork, caller: str) -> None:
    """Whatever it sends again is new."""
    await uow.session.execute(delete(answers).where(answers.c.caller == caller))
