"""The same for programs."""

from fastapi import APIRouter, Response
from pydantic import BaseModel

from shared.context import Uow
from shared.web.idempotency import Once
from shared.web.kit.person import Coordinator
from shared.web.problem import Problem
from tests.shared.web.kit.example.models import Organization

api = APIRouter()


class NewOrganization(BaseModel):
    """What a program may create."""

    name: str
    hours: float = 0.0


class OrganizationView(BaseModel):
    """What became of it."""

    id: str


@api.post("/organizations", status_code=201, response_model=OrganizationView)
async def add(
    body: NewOrganization, me: Coordinator, uow: Uow, exactly: Once[Coordinator]
) -> Response:
    """Create one, once."""

    async def work() -> OrganizationView:
        if body.name == "refused":
            raise Problem(409, "refused", "Not this one")
        organization = Organization(tenant=me.tenant, name=body.name, kind="partner")
        uow.session.add(organization)
        await uow.session.flush()
        return OrganizationView(id=str(organization.id))

    return await exactly.once(body, work, lambda view: f"/directory/organisationen/{view.id}")
