"""Parked messages for those who run the installation: see, release, discard, edit as a copy."""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Row

from shared.context import Reading, Uow
from shared.messaging.causes import DecodeError
from shared.messaging.message import headers_of
from shared.messaging.parking import desk as parking_desk
from shared.web.kit.person import Operations, operator
from shared.web.problem import Problem
from shared.web.text import PlainText

api = APIRouter(prefix="/parked", tags=["parked"], dependencies=[Depends(operator)])

Reason = Annotated[str, PlainText(300)]
Positions = Annotated[
    list[Annotated[int, Field(ge=0, lt=2**62)]], Field(min_length=1, max_length=1000)
]
Position = Annotated[int, Query(ge=0, lt=2**62)]
PositionInPath = Annotated[int, Path(alias="position", ge=0, lt=2**62)]
Line = Annotated[str | None, Query(pattern=r"^[^\x00]*$")]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ReleaseOrder(_Body):
    """Which messages to try again."""

    positions: Positions


class DiscardOrder(_Body):
    """Which messages to give up, and why."""

    positions: Positions
    reason: Reason


class CopyOrder(_Body):
    """The data a copy is to have instead, and why."""

    data: Any
    reason: Reason


class Done(BaseModel):
    """How many messages it concerned; done twice it concerns none."""

    messages: int


class Copied(BaseModel):
    """The id of the copy."""

    message_id: UUID


class Cause(BaseModel):
    """How many messages are parked for one cause, and how many wait behind those that failed."""

    cause: str
    detail: str
    type: str | None
    state: str
    messages: int
    waiting: int
    oldest: datetime


class ParkedMessage(BaseModel):
    """A parked message with its bytes: as text where they are text, else in base64."""

    position: int
    topic: str
    partition: int
    offset: int
    order_key: str
    message_id: UUID | None
    copy_of: UUID | None
    type: str | None
    tenant: str | None
    correlation_id: UUID | None
    state: str
    cause: str
    detail: str
    stack: str
    attempts: int
    waiting: int
    parked_at: datetime
    headers: dict[str, str]
    data: str | None
    data_base64: str | None


class OperatorAction(BaseModel):
    """What an operator did with a parked message."""

    message_id: UUID | None
    action: str
    reason: str
    actor: str
    at: datetime


class ParkedPage(BaseModel):
    """Causes in all, and one page of messages; ``next`` is the following page.

    ``history`` is what operators did, newest first, and None unless it was asked for.
    """

    causes: list[Cause]
    items: list[ParkedMessage]
    next: str | None = None
    history: list[OperatorAction] | None = None


@api.get("")
async def page(
    session: Reading,
    after: Position = 0,
    limit: Annotated[int, Query(ge=0, le=500)] = 100,
    cause: Line = None,
    detail: Line = None,
    type: Line = None,  # noqa: A002
    state: Literal["failed", "waiting", "released"] | None = None,
    with_history: bool = False,
) -> ParkedPage:
    """What is parked, grouped by cause and in order; an empty type asks for records without one.

    With a limit of nothing it is only grouped.
    """
    wanted = {"cause": cause, "detail": detail, "type": type, "state": state}
    rows: Sequence[Row[Any]] = []
    if limit:
        rows = await parking_desk.page(session, after=after, limit=limit, **wanted)
    causes = await parking_desk.causes(session)
    following = _next(rows[-1].position, limit, wanted) if limit and len(rows) == limit else None
    return ParkedPage(
        causes=[Cause.model_validate(dict(row._mapping)) for row in causes],
        items=[_shown(row) for row in rows],
        next=following,
        history=await history(session) if with_history else None,
    )


@api.get("/history")
async def history(session: Reading) -> list[OperatorAction]:
    """What operators did, newest first."""
    rows = await parking_desk.history(session)
    return [OperatorAction.model_validate(dict(row._mapping)) for row in rows]


@api.post("/release")
async def release(order: ReleaseOrder, me: Operations, uow: Uow) -> Done:
    """Try these again, in order; what waits behind them follows."""
    return Done(messages=await parking_desk.release(uow, order.positions, str(me.person_id)))


@api.post("/discard")
async def discard(order: DiscardOrder, me: Operations, uow: Uow) -> Done:
    """Give these up for good; what waits behind them follows."""
    count = await parking_desk.discard(uow, order.positions, order.reason, str(me.person_id))
    return Done(messages=count)


@api.post("/{position}/copy", status_code=201)
async def copy(position: PositionInPath, order: CopyOrder, me: Operations, uow: Uow) -> Copied:
    """Put a copy with other data and a new id in the message's place, and try that."""
    data = json.dumps(order.data).encode()
    try:
        new = await parking_desk.edit(uow, position, data, order.reason, str(me.person_id))
    except parking_desk.NotParked:
        raise Problem(404, "not-parked", "No such message is parked as failed") from None
    except DecodeError as reason:
        raise Problem(409, "not-a-message", "This record is no message", str(reason)) from None
    return Copied(message_id=new)


def _next(after: int, limit: int, wanted: Mapping[str, str | None]) -> str:
    given = {name: value for name, value in wanted.items() if value is not None}
    return f"?{urlencode({'after': after, 'limit': limit} | given)}"


def _shown(row: Row[Any]) -> ParkedMessage:
    data, encoded = None, None
    if row.value is not None:
        try:
            data = row.value.decode()
        except UnicodeDecodeError:
            encoded = b64encode(row.value).decode()
    headers = {name: value.decode("utf-8", "replace") for name, value in headers_of(row.headers)}
    values = {**row._mapping, "headers": headers, "data": data, "data_base64": encoded}
    return ParkedMessage.model_validate({name: values[name] for name in ParkedMessage.model_fields})
