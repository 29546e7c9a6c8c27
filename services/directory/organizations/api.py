"""Organizations for programs: the office's, and carriers' systems that look up schools."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from services.directory.organizations import queries, use_cases
from services.directory.organizations.forms import OrganizationSearch
from services.directory.organizations.schemas import (
    ChangedOrganization,
    OrganizationBody,
    OrganizationList,
    OrganizationView,
    SchoolList,
    SchoolView,
)
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.directory import OrganizationKind, SchoolType, Scope
from shared.web.audience import program_with
from shared.web.idempotency import Once
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.kit.person import OfficeProgram
from shared.web.text import PlainText
from shared.web.tokens import ApiClient

api = APIRouter(tags=["organizations"])
LIST = "/directory/api/v1/organizations"

Client = Annotated[ApiClient, Depends(program_with(Scope.HIRES_READ))]
SchoolNumberAfter = Annotated[str, Query(pattern=r"^\d{0,6}$")]


@api.get("/organizations")
async def list_organizations(
    request: Request,
    me: OfficeProgram,
    here: CurrentContext,
    session: Reading,
    page: CursorRequest,
    text: Annotated[str, PlainText(160, min=0), Query()] = "",
    kind: OrganizationKind | None = None,
    school_type: SchoolType | None = None,
    part_of: UUID | None = None,
    closed: bool = False,
) -> OrganizationList:
    """The municipality's organizations by name, page by page; closed ones only if asked for."""
    search = OrganizationSearch(
        text=text, kind=kind, school_type=school_type, part_of=part_of, closed=closed
    )
    today = local_date(here.clock.now())
    found = await queries.page_of(session, me.tenant, search, page, today)
    items = [OrganizationView.model_validate(each) for each in found.items]
    return OrganizationList(items=items, next=next_page(request, found))


@api.post("/organizations", status_code=201, response_model=OrganizationView)
async def add_organization(
    body: OrganizationBody, me: OfficeProgram, uow: Uow, exactly: Once[OfficeProgram]
) -> Response:
    """Add an organization; its contacts come with an import."""

    async def work() -> OrganizationView:
        return OrganizationView.model_validate(await use_cases.add(uow, me, body))

    return await exactly.once(body, work, lambda view: f"{LIST}/{view.id}")


@api.get("/organizations/{organization_id}")
async def show_organization(
    me: OfficeProgram, session: Reading, organization_id: UUID
) -> OrganizationView:
    """One organization."""
    found = await queries.organization(session, me.tenant, organization_id)
    return OrganizationView.model_validate(found)


@api.put("/organizations/{organization_id}")
async def change_organization(
    body: ChangedOrganization, me: OfficeProgram, uow: Uow, organization_id: UUID
) -> OrganizationView:
    """Change the version that was seen; 409 if there is a newer one."""
    return OrganizationView.model_validate(await use_cases.change(uow, me, organization_id, body))


@api.get("/schools")
async def schools(
    client: Client,
    here: CurrentContext,
    session: Reading,
    after: SchoolNumberAfter = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> SchoolList:
    """The schools of the client's municipality that are not closed, page by page."""
    today = local_date(here.clock.now())
    rows = await queries.list_schools(session, client.tenant, after, limit, today)
    items = [SchoolView.model_validate(row._mapping, from_attributes=True) for row in rows]
    if len(items) < limit:
        return SchoolList(items=items)
    following = f"/directory/api/v1/schools?after={items[-1].school_number}&limit={limit}"
    return SchoolList(items=items, next=following)
