"""What carriers' identity systems raised, for the office to settle."""

from uuid import UUID

from fastapi import Request, Response

from services.directory.scim import queries, use_cases
from services.directory.scim.forms import LeavingForm
from services.directory.scim.values import Question
from shared.context import Reading, Uow
from shared.web.audit import looked
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/meldungen-der-it", audience=Coordinator)


@pages.get("", dependencies=[looked])
async def list_questions(
    request: Request, me: Coordinator, session: Reading, page: PageRequest
) -> Response:
    """Those that are open, the oldest first."""
    found = await queries.page_of(session, me.tenant, page)
    return pages.render(request, "questions.html", page=found)


@pages.get("/{question_id}", dependencies=[looked])
async def show_question(
    request: Request, me: Coordinator, session: Reading, question_id: UUID
) -> Response:
    """Who it is, and what may follow."""
    found = await queries.open_question(session, me.tenant, question_id)
    return _show(request, found, LeavingForm.empty())


@pages.post("/{question_id}")
async def settle_departure(
    request: Request, me: Coordinator, uow: Uow, question_id: UUID, form: Posted[LeavingForm]
) -> Response:
    """They leave: the departure begins as if the carrier had posted it."""
    if form.value is None:
        found = await queries.open_question(uow.session, me.tenant, question_id)
        return _show(request, found, form)
    given = form.value
    await use_cases.settle_departure(uow, me, question_id, given.last_day, given.reason)
    return pages.saved(request, "Austritt gemeldet.", to=pages.address(request))


@pages.post("/{question_id}/geklaert")
async def settle(request: Request, me: Coordinator, uow: Uow, question_id: UUID) -> Response:
    """Nothing follows."""
    await use_cases.settle(uow, me, question_id)
    return pages.saved(request, "Als geklärt vermerkt.", to=pages.address(request))


def _show(request: Request, question: Question, form: Entered[LeavingForm]) -> Response:
    return pages.render(
        request, "question.html", question=question, form=form, back=pages.address(request)
    )
