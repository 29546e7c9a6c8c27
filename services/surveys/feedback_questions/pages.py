"""The office's own questions about one gathering."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response

from services.surveys.feedback import queries as feedback
from services.surveys.feedback_questions import queries, use_cases
from services.surveys.feedback_questions.forms import OwnQuestionForm, RemoveQuestionForm
from services.surveys.feedback_questions.values import MOST, REFUSED
from shared.context import Reading, Uow
from shared.contracts.feedback import FEEDBACK, FEEDBACK_QUESTIONS
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=FEEDBACK.removeprefix("/surveys"), audience=Coordinator)
QUESTIONS = f"/{{feedback_id}}/{FEEDBACK_QUESTIONS}"


@pages.get(QUESTIONS)
async def list_own_questions(
    request: Request, me: Coordinator, session: Reading, feedback_id: UUID
) -> Response:
    """What is asked about it, and what may still be added."""
    title = await feedback.title_of(session, me.tenant, feedback_id)
    begun = await feedback.begun(session, me.tenant, feedback_id)
    return pages.render(
        request,
        "own_questions.html",
        called=title,
        gathering_id=feedback_id,
        begun=begun,
        drafts=await queries.drafts(session, me.tenant, feedback_id),
        most=MOST,
    )


@pages.get(f"{QUESTIONS}/neu")
async def ask_for_own_question(
    request: Request, me: Coordinator, session: Reading, feedback_id: UUID
) -> Response:
    """A new one, while questions may be added."""
    title = await feedback.title_of(session, me.tenant, feedback_id)
    if await feedback.begun(session, me.tenant, feedback_id) is not None:
        frozen = REFUSED["already-asked"]
        return pages.saved(request, frozen, kind="info", to=_address(request, feedback_id))
    return _new(request, title, feedback_id, OwnQuestionForm.empty())


@pages.post(f"{QUESTIONS}/neu")
async def add_own_question(
    request: Request, me: Coordinator, uow: Uow, feedback_id: UUID, form: Posted[OwnQuestionForm]
) -> Response:
    """Asked once the gathering is over."""
    title = await feedback.title_of(uow.session, me.tenant, feedback_id)
    if form.value is None:
        return _new(request, title, feedback_id, form)
    await use_cases.add(uow, me, feedback_id, form.value)
    return pages.saved(request, to=_address(request, feedback_id))


@pages.get(f"{QUESTIONS}/{{own_question_id}}/entfernen")
async def ask_to_remove_own_question(
    request: Request, me: Coordinator, session: Reading, feedback_id: UUID, own_question_id: UUID
) -> Response:
    """Ask first."""
    row = await queries.one(session, me.tenant, feedback_id, own_question_id)
    return _ask(request, feedback_id, row.text, RemoveQuestionForm.empty())


@pages.post(f"{QUESTIONS}/{{own_question_id}}/entfernen")
async def remove_own_question(
    request: Request,
    me: Coordinator,
    uow: Uow,
    feedback_id: UUID,
    own_question_id: UUID,
    form: Posted[RemoveQuestionForm],
) -> Response:
    """It will not be asked."""
    row = await queries.one(uow.session, me.tenant, feedback_id, own_question_id)
    if form.value is None:
        return _ask(request, feedback_id, row.text, form)
    await use_cases.remove(uow, me, feedback_id, own_question_id)
    return pages.saved(request, "Die Frage ist entfernt.", to=_address(request, feedback_id))


def _new(request: Request, title: str, feedback_id: UUID, form: Entered[Any]) -> Response:
    back = _address(request, feedback_id)
    return pages.render(
        request,
        "kit/form.html",
        title="Eigene Frage stellen",
        preline=title,
        form=form,
        back=back,
        above=[("Fragen zur Rückmeldung", back)],
    )


def _ask(request: Request, feedback_id: UUID, text: str, form: Entered[Any]) -> Response:
    return pages.confirm(
        request,
        "Frage entfernen?",
        f"„{text}“ wird dann nicht gefragt.",
        button="Entfernen",
        form=form,
        back=_address(request, feedback_id),
        final=False,
    )


def _address(request: Request, feedback_id: UUID) -> str:
    return pages.address(request, feedback_id, FEEDBACK_QUESTIONS)
