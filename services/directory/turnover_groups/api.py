"""Groups side by side for programs: the office's, and a carrier's of its own people."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from services.directory.employments.values import Wanted
from services.directory.turnover_groups import queries
from services.directory.turnover_groups.schemas import PointList, PointView
from services.directory.turnover_groups.values import By, Comparison, Span
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.contracts.directory import Scope
from shared.database.paging import computed
from shared.web.audience import program_with
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.kit.person import OfficeProgram
from shared.web.tokens import ApiClient

api = APIRouter(tags=["turnover"])
Reader = Annotated[ApiClient, Depends(program_with(Scope.HIRES_READ))]


@api.get("/turnover/groups")
async def list_groups(
    request: Request,
    me: OfficeProgram,
    here: CurrentContext,
    session: Reading,
    page: CursorRequest,
    by: By = By.CARRIER,
    span: Span = Span.YEARS,
) -> PointList:
    """The municipality's carriers or types of schools over five years, as far as it may travel."""
    now = here.clock.now()
    kept = here.single(queries.kept_here)
    found = await queries.kept_comparison(session, kept, me.tenant, local_date(now), now)
    return _listed(request, found, by, span, page)


@api.get("/turnover/own")
async def list_own(
    request: Request,
    client: Reader,
    here: CurrentContext,
    session: Reading,
    page: CursorRequest,
    by: By = By.ALL,
    span: Span = Span.YEARS,
) -> PointList:
    """The same of the client's own people: who leaves the carrier has left."""
    now = here.clock.now()
    wanted = Wanted(client.tenant, client.organization_id, local_date(now))
    found = await queries.comparison(session, wanted, now)
    return _listed(request, found, by, span, page)


def _listed(
    request: Request, found: Comparison, by: By, span: Span, page: CursorRequest
) -> PointList:
    part = computed(found[by, span], page, ())
    items = [PointView.model_validate(each) for each in part.items]
    return PointList(items=items, next=next_page(request, part))
