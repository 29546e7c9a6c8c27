"""The office says whether feedback is asked for."""

from uuid import UUID

from fastapi import Request, Response

from services.trainings.feedback_rights import queries, use_cases
from services.trainings.feedback_rights.forms import AskForm
from services.trainings.gatherings import queries as gatherings
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.web.kit.forms import Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
ASK = "/{gathering_id}/rueckmeldung"


@pages.get(ASK)
async def ask_about_feedback(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, gathering_id: UUID
) -> Response:
    """How it stands, and the choice while there is one."""
    row = await gatherings.known(session, me.tenant, gathering_id)
    asking = await queries.asking(session, row, local_date(here.clock.now()))
    plan = await queries.plan_of(session, me.tenant, row.id)
    form = AskForm.empty(asked=asking.asked, version=plan.version if plan else 0)
    return pages.render(request, "feedback_plan.html", gathering=row, asking=asking, form=form)


@pages.post(ASK)
async def decide_about_feedback(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, form: Posted[AskForm]
) -> Response:
    """Until people were asked."""
    row = await gatherings.known(uow.session, me.tenant, gathering_id)
    if form.value is None:
        asking = await queries.asking(uow.session, row, local_date(uow.now))
        return pages.render(request, "feedback_plan.html", gathering=row, asking=asking, form=form)
    await use_cases.decide(uow, me, gathering_id, form.value)
    return pages.saved(request, to=pages.address(request, gathering_id))
