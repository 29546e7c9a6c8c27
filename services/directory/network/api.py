"""The network, what is missing in it and what is to be done, for programs of the office."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from services.directory.network import queries
from services.directory.network.forms import GapSearch, NetworkSearch, TaskSearch
from services.directory.network.schemas import (
    GapsList,
    GapsView,
    GapTaskList,
    GapTaskView,
    NodeList,
    NodeView,
)
from services.directory.network.values import TaskState
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.contracts.directory import OrganizationKind
from shared.contracts.relationships import RelationshipType
from shared.web.audit import looked
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.kit.person import OfficeProgram

api = APIRouter(tags=["network"])


@api.get("/network", dependencies=[looked])
async def list_network(
    request: Request,
    me: OfficeProgram,
    here: CurrentContext,
    session: Reading,
    page: CursorRequest,
    kind: OrganizationKind | None = None,
) -> NodeList:
    """The municipality's organizations by name, each with its neighbours today."""
    today = local_date(here.clock.now())
    found = await queries.page_of(session, me.tenant, NetworkSearch(kind=kind), page, today)
    items = [NodeView.model_validate(each) for each in found.items]
    return NodeList(items=items, next=next_page(request, found))


@api.get("/network-gaps")
async def list_gaps(
    request: Request,
    me: OfficeProgram,
    here: CurrentContext,
    session: Reading,
    page: CursorRequest,
    lacking: Annotated[RelationshipType | None, Query(alias="type")] = None,
) -> GapsList:
    """Schools that lack something today, or what is named, by name."""
    today = local_date(here.clock.now())
    found = await queries.page_of_gaps(session, me.tenant, GapSearch(type=lacking), page, today)
    items = [GapsView.of(each) for each in found.items]
    return GapsList(items=items, next=next_page(request, found))


@api.get("/network-tasks")
async def list_tasks(
    request: Request,
    me: OfficeProgram,
    here: CurrentContext,
    session: Reading,
    page: CursorRequest,
    state: TaskState | None = None,
) -> GapTaskList:
    """The municipality's tasks about missing relationships, by the day on which they are due."""
    today = local_date(here.clock.now())
    found = await queries.page_of_tasks(session, me.tenant, TaskSearch(state=state), page, today)
    items = [GapTaskView.model_validate(each) for each in found.items]
    return GapTaskList(items=items, next=next_page(request, found))
