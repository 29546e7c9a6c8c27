"""Questions of a gathering, as the office asks them."""

from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.gatherings import queries as gatherings
from services.trainings.models import Gathering
from services.trainings.questions import queries, use_cases
from services.trainings.questions.forms import LimitForm, QuestionForm, RemoveForm
from shared.context import Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.web.kit.below import Below, Farewell
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
QUESTIONS = "/{gathering_id}/fragen"
below = Below(pages, f"{GATHERINGS}/{{}}/fragen", "Fragen", gatherings.one)


@pages.get(QUESTIONS)
async def list_questions(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID
) -> Response:
    """All of them, and until when answers may change."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    return await _show(request, session, row)


@pages.post(QUESTIONS)
async def set_limit(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, form: Posted[LimitForm]
) -> Response:
    """The last day."""
    row = await gatherings.one(uow.session, me.tenant, gathering_id)
    if form.value is None:
        return await _show(request, uow.session, row, form)
    await use_cases.limit(uow, me, gathering_id, form.value)
    return pages.saved(request)


below.offer_new(f"{QUESTIONS}/neu", "Frage stellen", QuestionForm, use_cases.add)
below.offer_removal(
    f"{QUESTIONS}/{{question_id}}/entfernen",
    Farewell(
        "Frage entfernen?", "Alle Antworten darauf werden gelöscht.", "Die Frage ist entfernt."
    ),
    RemoveForm,
    queries.one,
    use_cases.remove,
)


async def _show(
    request: Request,
    session: AsyncSession,
    row: Gathering,
    form: Entered[LimitForm] | None = None,
) -> Response:
    found = await queries.sheet(session, row.tenant, row.id)
    limit = await queries.limit(session, row.tenant, row.id)
    return pages.render(
        request,
        "questions.html",
        gathering=row,
        sheet=found,
        form=form or (LimitForm.filled(limit) if limit else LimitForm.empty()),
        above=[(row.title, pages.address(request, row.id))],
    )
