"""Who changed or looked at what, for the office of a tenant, and for the person themselves.

Each service tells what it has recorded; the directory asks all of them.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import AwareDatetime, BaseModel, Field
from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.context import Reading
from shared.database.lists import in_list
from shared.messaging.event import EVERYONE
from shared.messaging.tables import audit, audit_checks
from shared.web.audit import EXPORT
from shared.web.keyed import everybody, rows_about
from shared.web.kit.person import Anyone, Coordinator

api = APIRouter(prefix="/accesses", tags=["accesses"])

MAX_ROWS = 1001
MAX_PEOPLE = 100
_FIRST = 2**62


_ID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
Ids = Annotated[str, Field(pattern=rf"^({_ID}(,{_ID}){{0,{MAX_PEOPLE - 1}}})?$")]
"""Separated by commas."""


class Act(StrEnum):
    """What kind of thing was done."""

    LOOK = "look"
    CHANGE = "change"
    EXPORT = "export"


class Part(BaseModel):
    """Which part of the record is asked for: newest first, before (or after) a place in it.

    The place is a moment, and the position of the last entry of that moment that was shown.
    """

    at: AwareDatetime | None = None
    position: int = _FIRST
    forwards: bool = False
    limit: Annotated[int, Field(ge=0, le=MAX_ROWS)] = 100


class Wanted(Part):
    """What an office looks for; people act, or it is about them."""

    actors: Ids = ""
    people: Ids = ""
    object_id: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")] = ""
    act: Act | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None


class Access(BaseModel):
    """One entry: ``actor`` is a person's id or a program's name, ``action`` the route."""

    position: int
    at: AwareDatetime
    actor: str
    role: str
    action: str
    object_kind: str
    object_id: str
    tenant: str


class Chain(BaseModel):
    """Whether what is recorded still is what was; None where it was not checked yet."""

    checked_at: AwareDatetime | None
    broken_at: AwareDatetime | None


class AccessPage(BaseModel):
    """Entries, newest first whichever way they were asked for."""

    items: list[Access]
    chain: Chain | None = None


@api.get("")
async def page(
    request: Request, me: Coordinator, session: Reading, wanted: Annotated[Wanted, Query()]
) -> AccessPage:
    """What was done in the tenant; ids only."""
    where = [audit.c.tenant == me.tenant, *_narrowed(wanted)]
    values: dict[str, Any] = {}
    if wanted.actors:
        where.append(in_list(audit.c.actor, "actors"))
        values["actors"] = wanted.actors.split(",")
    if wanted.people:
        people = [UUID(each) for each in wanted.people.split(",")]
        rows = await rows_about(session, request.app.state.tables, me.tenant, people)
        where.append(in_list(audit.c.object_id, "objects"))
        values["objects"] = [str(each) for each in {*people, *rows}]
    if wanted.object_id:
        where.append(audit.c.object_id == wanted.object_id)
    found = await _found(session, select(audit).where(*where), wanted, values)
    return AccessPage(items=found, chain=await _chain(session, me.tenant))


@api.get("/own")
async def own(
    request: Request, me: Anyone, session: Reading, wanted: Annotated[Part, Query()]
) -> AccessPage:
    """What others did with what is about whoever asks, wherever they did it."""
    ids = {me.person_id}
    rows: set[UUID] = set()
    if me.tenant != EVERYONE:
        tables = request.app.state.tables
        ids = await everybody(session, tables, me.tenant, me.person_id)
        rows = await rows_about(session, tables, me.tenant, ids)
    mine = in_list(audit.c.object_id, "objects"), ~in_list(audit.c.actor, "actors")
    values = {
        "objects": [str(each) for each in ids | rows],
        "actors": [str(each) for each in ids],
    }
    return AccessPage(items=await _found(session, select(audit).where(*mine), wanted, values))


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = []
    if wanted.since:
        conditions.append(audit.c.at >= wanted.since)
    if wanted.until:
        conditions.append(audit.c.at < wanted.until)
    if wanted.act:
        look = audit.c.action.startswith("GET ")
        export = audit.c.action == EXPORT
        change = and_(~look, ~export)
        conditions.append({Act.LOOK: look, Act.EXPORT: export, Act.CHANGE: change}[wanted.act])
    return conditions


async def _found(
    session: AsyncSession, query: Select[Any], wanted: Part, values: dict[str, Any]
) -> list[Access]:
    at, position = audit.c.at, audit.c.position
    keys = (at.asc(), position.asc()) if wanted.forwards else (at.desc(), position.desc())
    if wanted.at is not None:
        query = query.where(_beyond(wanted.at, wanted.position, forwards=wanted.forwards))
    rows: Sequence[Any] = ()
    if wanted.limit:
        rows = (await session.execute(query.order_by(*keys).limit(wanted.limit), values)).all()
    shown = reversed(rows) if wanted.forwards else rows
    return [Access.model_validate(dict(row._mapping)) for row in shown]


def _beyond(at: datetime, position: int, *, forwards: bool) -> ColumnElement[bool]:
    moment, place = audit.c.at, audit.c.position
    if forwards:
        return and_(moment >= at, or_(moment > at, place > position))
    return and_(moment <= at, or_(moment < at, place < position))


async def _chain(session: AsyncSession, tenant: str) -> Chain | None:
    query = select(audit_checks.c.checked_at, audit_checks.c.broken_at)
    row = (await session.execute(query.where(audit_checks.c.tenant == tenant))).first()
    return Chain(checked_at=row.checked_at, broken_at=row.broken_at) if row else None
