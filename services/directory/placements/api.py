"""Workers as their carrier's system reads them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.directory.employments.queries import of_workers, workers_among
from services.directory.employments.values import State, Wanted
from services.directory.people import queries as people
from services.directory.placements import queries
from services.directory.placements.schemas import PlacementList, WorkerList
from services.directory.schemas import Day, WorkerView
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.contracts.directory import SchoolNumber, Scope
from shared.web.audience import program_with
from shared.web.etags import IfNoneMatch, etag_of, unless_known
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.problem import Problem
from shared.web.text import ExternalId
from shared.web.tokens import ApiClient

api = APIRouter(tags=["placements"])

Reader = Annotated[ApiClient, Depends(program_with(Scope.HIRES_READ))]


@api.get("/workers")
async def list_workers(
    request: Request,
    client: Reader,
    here: CurrentContext,
    session: Reading,
    page: CursorRequest,
    state: State | None = None,
    external_id: ExternalId | None = None,
) -> WorkerList:
    """The client's own workers with all their employments; `state` is that of one of them."""
    today = local_date(here.clock.now())
    wanted = Wanted(client.tenant, client.organization_id, today, state, external_id=external_id)
    found = await people.page_of(session, client.tenant, workers_among(wanted), page)
    theirs = await of_workers(session, client, [each.id for each in found.items])
    given = {each.id: theirs[each.id] for each in found.items}
    items = await queries.workers(session, client, given)
    return WorkerList(items=items, next=next_page(request, found))


@api.get("/workers/{worker_id}", response_model=WorkerView)
async def worker(
    worker_id: UUID, client: Reader, session: Reading, known: IfNoneMatch = ""
) -> Response:
    """One of the client's own workers; those of other carriers are not found.

    The id of who was merged leads to who stands for them (301).
    """
    view = await queries.view(session, client, worker_id)
    if view is None:
        survivor = await people.survivor_of(session, client.tenant, worker_id)
        if survivor and await queries.view(session, client, survivor):
            return RedirectResponse(f"/directory/api/v1/workers/{survivor}", 301)
        raise Problem(404, "worker-not-found", "This carrier has no such worker")
    return unless_known(known, etag_of(view), view)


@api.get("/placements")
async def list_placements(
    request: Request,
    client: Reader,
    session: Reading,
    page: CursorRequest,
    on: Annotated[Day | None, Query()] = None,
    school_number: SchoolNumber | None = None,
) -> PlacementList:
    """The client's own placements; those that apply `on` a day, if it is named.

    What was posted anew for the same day, and what was cancelled before it began, is left out.
    """
    found = await queries.page_in_force(session, client, on, school_number, page)
    return PlacementList(items=list(found.items), next=next_page(request, found))
