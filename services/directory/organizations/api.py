"""Schools as carriers' systems look them up."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from services.directory.organizations import use_cases
from services.directory.organizations.schemas import SchoolList, SchoolView
from shared.context import Reading
from shared.web.audience import carrier
from shared.web.tokens import CarrierClient

api = APIRouter(tags=["organizations"])

Client = Annotated[CarrierClient, Depends(carrier)]
SchoolNumberAfter = Annotated[str, Query(pattern=r"^\d{0,6}$")]


@api.get("/schools")
async def schools(
    client: Client,
    session: Reading,
    after: SchoolNumberAfter = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> SchoolList:
    """The schools of the client's municipality, page by page."""
    rows = await use_cases.list_schools(session, client.tenant, after, limit)
    items = [SchoolView.model_validate(row._mapping, from_attributes=True) for row in rows]
    if len(items) < limit:
        return SchoolList(items=items)
    following = f"/directory/api/v1/schools?after={items[-1].school_number}&limit={limit}"
    return SchoolList(items=items, next=following)
