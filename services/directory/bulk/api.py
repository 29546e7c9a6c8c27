"""Facts about workers in a file, and how far a long file is."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from services.directory.bulk import queries, use_cases
from services.directory.bulk.rules import LIST, progress_of
from services.directory.bulk.schemas import ACCEPTED, BulkProgress, RowList
from services.directory.bulk.values import ANSWERED_AT_ONCE, BulkKind, BulkState
from services.directory.hires.use_cases import import_hires
from services.directory.quotas.values import seconds_until_tomorrow
from services.directory.schemas import BulkAnswer, RowAnswer
from services.directory.values import RowOutcome
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.directory import Scope
from shared.json import Json
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.audience import program_with
from shared.web.audit import record, record_apart
from shared.web.bodies import media_type
from shared.web.idempotency import Answer, Exactly, Once
from shared.web.problem import Problem
from shared.web.tokens import ApiClient

api = APIRouter(tags=["bulk"])

Writer = Annotated[ApiClient, Depends(program_with(Scope.HIRES_WRITE))]


def body_of(properties: str) -> Json:
    """What OpenAPI says of a body that is read apart."""
    array = {"type": "array", "items": {"type": "object", "description": properties}}
    content = {"application/json": {"schema": array}, "text/csv": {"schema": {"type": "string"}}}
    return {"requestBody": {"required": True, "content": content}}


@dataclass(frozen=True)
class Posted:
    """A file as it came, and its rows."""

    kind: BulkKind
    media_type: str
    body: bytes
    rows: Sequence[Any]


def file_of(kind: BulkKind) -> Callable[..., Awaitable[Posted]]:
    """A dependency that reads the file before a transaction begins: SQLite has one at a time."""

    async def read(request: Request, client: Writer, here: CurrentContext) -> Posted:
        media = media_type(request)
        if media not in ("application/json", "text/csv"):
            raise Problem(
                415,
                "unsupported-media-type",
                "The body is of a kind this address does not take",
                detail="Send application/json or text/csv.",
            )
        body = await request.body()
        rows = await use_cases.read(here, client.tenant, kind, media, body)
        return Posted(kind, media, body, rows)

    return read


Hires = Annotated[Posted, Depends(file_of(BulkKind.HIRES))]
Changes = Annotated[Posted, Depends(file_of(BulkKind.CHANGES))]
Departures = Annotated[Posted, Depends(file_of(BulkKind.DEPARTURES))]
Cancellations = Annotated[Posted, Depends(file_of(BulkKind.CANCELLATIONS))]
Corrections = Annotated[Posted, Depends(file_of(BulkKind.CORRECTIONS))]
Withdrawals = Annotated[Posted, Depends(file_of(BulkKind.WITHDRAWALS))]
Leaves = Annotated[Posted, Depends(file_of(BulkKind.LEAVES))]
Returns = Annotated[Posted, Depends(file_of(BulkKind.RETURNS))]


@api.post(
    "/hires/bulk",
    response_model=BulkAnswer,
    responses=ACCEPTED,
    openapi_extra=body_of("as `POST /hires` takes it"),
)
async def hire_many(
    request: Request, client: Writer, posted: Hires, here: CurrentContext
) -> Response:
    """Many hires at once: a JSON array, or CSV in UTF-8, UTF-16 or Windows-1252.

    A worker is recognised by `external_id`: the same row posted again is answered `unchanged`.
    More than 500 rows are worked off beside the request.
    """
    if len(posted.rows) > ANSWERED_AT_ONCE:
        async with here.database.transaction() as uow:
            progress = await _accept(uow, client, posted)
            await record(request, uow)
        return Answer(202, progress.model_dump_json(), progress.address).response()
    answer = await import_hires(here, client, posted.rows)
    await record_apart(request)
    response = Response(answer.model_dump_json(), 200, media_type="application/json")
    if answer.beyond_quota:
        response.headers["Retry-After"] = str(seconds_until_tomorrow(here.clock.now()))
    return response


@api.post(
    "/changes/bulk",
    response_model=BulkAnswer,
    responses=ACCEPTED,
    openapi_extra=body_of("as `POST /changes` takes it"),
)
async def change_many(client: Writer, posted: Changes, uow: Uow, exactly: Once[Writer]) -> Response:
    """Many changes at once; what applies already is answered `unchanged`."""
    return await _answer(client, posted, uow, exactly)


@api.post(
    "/departures/bulk",
    response_model=BulkAnswer,
    responses=ACCEPTED,
    openapi_extra=body_of("as `POST /departures` takes it"),
)
async def depart_many(
    client: Writer, posted: Departures, uow: Uow, exactly: Once[Writer]
) -> Response:
    """Many departures at once; a last day that is known already is answered `unchanged`."""
    return await _answer(client, posted, uow, exactly)


@api.post(
    "/cancellations/bulk",
    response_model=BulkAnswer,
    responses=ACCEPTED,
    openapi_extra=body_of("as `POST /cancellations` takes it"),
)
async def cancel_many(
    client: Writer, posted: Cancellations, uow: Uow, exactly: Once[Writer]
) -> Response:
    """Many cancellations at once; what is cancelled already is answered `unchanged`."""
    return await _answer(client, posted, uow, exactly)


@api.post(
    "/corrections/bulk",
    response_model=BulkAnswer,
    responses=ACCEPTED,
    openapi_extra=body_of("as `POST /corrections` takes it"),
)
async def correct_many(
    client: Writer, posted: Corrections, uow: Uow, exactly: Once[Writer]
) -> Response:
    """Many corrections at once; what is right already is answered `unchanged`."""
    return await _answer(client, posted, uow, exactly)


@api.post(
    "/withdrawals/bulk",
    response_model=BulkAnswer,
    responses=ACCEPTED,
    openapi_extra=body_of("as `POST /withdrawals` takes it"),
)
async def withdraw_many(
    client: Writer, posted: Withdrawals, uow: Uow, exactly: Once[Writer]
) -> Response:
    """Many withdrawals at once; what does not begin any more is answered `unchanged`."""
    return await _answer(client, posted, uow, exactly)


@api.post(
    "/leaves/bulk",
    response_model=BulkAnswer,
    responses=ACCEPTED,
    openapi_extra=body_of("as `POST /leaves` takes it"),
)
async def leave_many(client: Writer, posted: Leaves, uow: Uow, exactly: Once[Writer]) -> Response:
    """Many leaves at once; one that is known with these days is answered `unchanged`."""
    return await _answer(client, posted, uow, exactly)


@api.post(
    "/returns/bulk",
    response_model=BulkAnswer,
    responses=ACCEPTED,
    openapi_extra=body_of("as `POST /returns` takes it"),
)
async def return_many(client: Writer, posted: Returns, uow: Uow, exactly: Once[Writer]) -> Response:
    """Many returns at once; of a leave that ends the day before anyway it is `unchanged`."""
    return await _answer(client, posted, uow, exactly)


@api.get("/bulk/{request_id}")
async def show_progress(
    response: Response, request_id: UUID, client: Writer, session: Reading
) -> BulkProgress:
    """How far a long file is. `Retry-After` says when to ask again; it is kept for a day."""
    progress = progress_of(await queries.one(session, client, request_id))
    if progress.state in (BulkState.WAITING, BulkState.WORKING):
        response.headers["Retry-After"] = "1"
    return progress


@api.get("/bulk/{request_id}/rows")
async def list_rows(
    request_id: UUID,
    client: Writer,
    session: Reading,
    after: Annotated[int, Query(ge=0, lt=2**31)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 500,
    outcome: RowOutcome | None = None,
) -> RowList:
    """What became of the rows done so far, page by page; those with one `outcome` if named."""
    request = await queries.one(session, client, request_id)
    found = await queries.rows_of(session, request, after, limit, outcome)
    items = [RowAnswer.model_validate_json(each.answer) for each in found]
    if len(found) < limit:
        return RowList(items=items)
    query = {"after": str(found[-1].place), "limit": str(limit)}
    if outcome is not None:
        query["outcome"] = outcome.value
    return RowList(items=items, next=f"{LIST}/{request_id}/rows?{urlencode(query)}")


async def _answer(client: ApiClient, posted: Posted, uow: Uow, exactly: Exactly) -> Response:
    content = use_cases.content_of(posted.media_type, posted.body)
    if len(posted.rows) <= ANSWERED_AT_ONCE:
        return await exactly.once(
            content, lambda: use_cases.store(uow, client, posted.rows), status=200
        )
    return await exactly.once(
        content,
        lambda: _accept(uow, client, posted),
        lambda progress: progress.address,
        status=202,
    )


async def _accept(uow: UnitOfWork, client: ApiClient, posted: Posted) -> BulkProgress:
    total = len(posted.rows)
    return await use_cases.accept(uow, client, posted.kind, posted.media_type, posted.body, total)
