"""Relationships for the office's programs."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.people.queries import survivor_of
from services.directory.relationships import queries, use_cases
from services.directory.relationships.forms import RelationshipSearch
from services.directory.relationships.models import Relationship
from services.directory.relationships.schemas import (
    ChangedRelationship,
    RelationshipBody,
    RelationshipList,
    RelationshipView,
)
from services.directory.relationships.values import State
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.relationships import RelationshipType
from shared.web.idempotency import Once
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.kit.person import OfficeProgram

api = APIRouter(tags=["relationships"])
LIST = "/directory/api/v1/relationships"


@api.get("/relationships")
async def list_relationships(
    request: Request,
    me: OfficeProgram,
    here: CurrentContext,
    session: Reading,
    page: CursorRequest,
    type_: Annotated[RelationshipType | None, Query(alias="type")] = None,
    organization_id: UUID | None = None,
    person_id: UUID | None = None,
    active_on: date | None = None,
) -> RelationshipList:
    """The municipality's by the name of the organization they are there for.

    With ``active_on`` those that hold on that day; ``active`` is said of today otherwise.
    """
    day = active_on or local_date(here.clock.now())
    search = RelationshipSearch(
        type=type_,
        organization_id=organization_id,
        person_id=person_id and (await survivor_of(session, me.tenant, person_id) or person_id),
        state=State.ACTIVE if active_on else None,
    )
    found = await queries.page_of(session, me.tenant, search, page, day)
    items = [RelationshipView.model_validate(each) for each in found.items]
    return RelationshipList(items=items, next=next_page(request, found))


@api.post("/relationships", status_code=201, response_model=RelationshipView)
async def add_relationship(
    body: RelationshipBody, me: OfficeProgram, uow: Uow, exactly: Once[OfficeProgram]
) -> Response:
    """Add one; the one it ``replaces`` ends the day before."""

    async def work() -> RelationshipView:
        row = await use_cases.add(uow, me.cause, body)
        return await _view(uow.session, me.tenant, row, local_date(uow.now))

    return await exactly.once(body, work, lambda view: f"{LIST}/{view.id}")


@api.get("/relationships/{relationship_id}")
async def show_relationship(
    me: OfficeProgram, here: CurrentContext, session: Reading, relationship_id: UUID
) -> RelationshipView:
    """One relationship."""
    row = await queries.one(session, me.tenant, relationship_id)
    return await _view(session, me.tenant, row, local_date(here.clock.now()))


@api.put("/relationships/{relationship_id}")
async def change_relationship(
    body: ChangedRelationship, me: OfficeProgram, uow: Uow, relationship_id: UUID
) -> RelationshipView:
    """Correct or end the version that was seen; 409 if there is a newer one."""
    row = await use_cases.change(uow, me, relationship_id, body)
    return await _view(uow.session, me.tenant, row, local_date(uow.now))


@api.delete("/relationships/{relationship_id}", status_code=204)
async def remove_relationship(me: OfficeProgram, uow: Uow, relationship_id: UUID) -> None:
    """It never was; what is over is ended instead."""
    await use_cases.remove(uow, me, relationship_id)


async def _view(
    session: AsyncSession, tenant: str, row: Relationship, today: date
) -> RelationshipView:
    [related] = await queries.named(session, tenant, [row], today)
    return RelationshipView.model_validate(related)
