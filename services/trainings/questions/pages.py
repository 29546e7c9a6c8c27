"""Questions of a gathering, as the office asks them."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.gatherings import queries as gatherings
from services.trainings.models import Gathering
from services.trainings.questions import queries, use_cases
from services.trainings.questions.forms import LimitForm, QuestionForm, RemoveForm
from shared.context import Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
QUESTIONS = "/{gathering_id}/fragen"


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


@pages.get(f"{QUESTIONS}/neu")
async def ask_for_question(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID
) -> Response:
    """A new one."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    return _new(request, row, QuestionForm.empty())


@pages.post(f"{QUESTIONS}/neu")
async def add_question(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, form: Posted[QuestionForm]
) -> Response:
    """Asked from now on."""
    row = await gatherings.one(uow.session, me.tenant, gathering_id)
    if form.value is None:
        return _new(request, row, form)
    await use_cases.add(uow, me, gathering_id, form.value)
    return pages.saved(request, to=_address(request, gathering_id))


@pages.get(f"{QUESTIONS}/{{question_id}}/entfernen")
async def ask_to_remove(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID, question_id: UUID
) -> Response:
    """Ask before answers are gone."""
    await queries.one(session, me.tenant, gathering_id, question_id)
    return _ask(request, gathering_id, RemoveForm.empty())


@pages.post(f"{QUESTIONS}/{{question_id}}/entfernen")
async def remove_question(
    request: Request,
    me: Coordinator,
    uow: Uow,
    gathering_id: UUID,
    question_id: UUID,
    form: Posted[RemoveForm],
) -> Response:
    """With its answers."""
    await queries.one(uow.session, me.tenant, gathering_id, question_id)
    if form.value is None:
        return _ask(request, gathering_id, form)
    await use_cases.remove(uow, me, gathering_id, question_id)
    return pages.saved(request, "Die Frage ist entfernt.", to=_address(request, gathering_id))


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


def _new(request: Request, row: Gathering, form: Entered[Any]) -> Response:
    back = _address(request, row.id)
    above = [(row.title, pages.address(request, row.id)), ("Fragen", back)]
    title = "Frage stellen"
    return pages.render(request, "kit/form.html", title=title, form=form, back=back, above=above)


def _ask(request: Request, gathering_id: UUID, form: Entered[RemoveForm]) -> Response:
    return pages.confirm(
        request,
        "Frage entfernen?",
        "Alle Antworten darauf werden gelöscht.",
        button="Entfernen",
        form=form,
        back=_address(request, gathering_id),
    )


def _address(request: Request, gathering_id: UUID) -> str:
    return pages.address(request, gathering_id, "fragen")
