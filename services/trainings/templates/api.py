"""Templates for those who run the installation."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from services.trainings.templates import queries, use_cases
from services.trainings.templates.schemas import NewTemplate, TemplateList, TemplateView
from shared.context import CurrentContext, Reading, Uow
from shared.web.idempotency import Once
from shared.web.kit.person import Operations, operator
from shared.web.tenants import refuse_unserved

api = APIRouter(tags=["templates"], dependencies=[Depends(operator)])

Municipality = Annotated[str, Query(pattern=r"^\d{8}$")]


@api.get("/templates")
async def templates(municipality: Municipality, session: Reading) -> TemplateList:
    """What is in force for a municipality, its own and everyone's."""
    found = await queries.in_force(session, {municipality})
    return TemplateList(items=[TemplateView.of(template) for template in found])


@api.post("/templates", status_code=201, response_model=TemplateView)
async def add(
    body: NewTemplate, here: CurrentContext, uow: Uow, exactly: Once[Operations]
) -> Response:
    """A new version for a municipality; onboardings already started keep theirs."""
    refuse_unserved(body.municipality, here.settings.municipalities, "municipality")

    async def work() -> TemplateView:
        return TemplateView.of(await use_cases.add(uow, body))

    return await exactly.once(body, work)
