"""Employments as their carrier's program reads them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from services.directory.employments import queries
from services.directory.employments.schemas import EmploymentList
from services.directory.employments.values import State, Wanted
from services.directory.organizations.queries import schools_numbered
from services.directory.placements.queries import placed_at, records
from services.directory.schemas import EmploymentRecord
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.contracts.directory import Funding, SchoolNumber, Scope
from shared.web.audience import program_with
from shared.web.etags import IfNoneMatch, etag_of, unless_known
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.text import ExternalId
from shared.web.tokens import ApiClient

api = APIRouter(tags=["employments"])

Reader = Annotated[ApiClient, Depends(program_with(Scope.HIRES_READ))]


@api.get("/employments")
async def list_employments(
    request: Request,
    client: Reader,
    here: CurrentContext,
    session: Reading,
    page: CursorRequest,
    state: State | None = None,
    funding: Funding | None = None,
    external_id: ExternalId | None = None,
    school_number: SchoolNumber | None = None,
) -> EmploymentList:
    """The client's own employments with what applies when, those that are over as well.

    `school_number` finds those with a placement there, at whatever time.
    """
    today = local_date(here.clock.now())
    wanted = Wanted(client.tenant, client.organization_id, today, state, funding, external_id)
    numbered = schools_numbered(client.tenant, school_number) if school_number else None
    among = None if numbered is None else placed_at(numbered)
    found = await queries.page_in_order(session, wanted, page, among)
    given = [queries.employment_of(each) for each in found.items]
    items = await records(session, client.tenant, given)
    return EmploymentList(items=items, next=next_page(request, found))


@api.get("/employments/{employment_id}", response_model=EmploymentRecord)
async def show_employment(
    employment_id: UUID, client: Reader, session: Reading, known: IfNoneMatch = ""
) -> Response:
    """One of the client's own. Its `ETag` goes into `If-Match` of a change or departure."""
    found = await queries.one_of(session, client, employment_id)
    [view] = await records(session, client.tenant, [found])
    return unless_known(known, etag_of(view), view)
