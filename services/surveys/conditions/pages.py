"""Conditions are chosen in two steps: the earlier question, then the answer."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.exc import NoResultFound

from services.surveys.conditions import rules
from services.surveys.conditions.forms import ConditionForm
from services.surveys.drafts import queries as drafts
from services.surveys.drafts import use_cases as editing
from services.surveys.drafts.values import HOME, Draft, trail
from services.surveys.questionnaires.values import GERMAN, Question, said
from shared.context import Reading, Uow
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=HOME, audience=Coordinator)


@pages.get("/{questionnaire_id}/fragen/{question}/bedingungen")
async def choose_asked_question(
    request: Request, me: Coordinator, session: Reading, questionnaire_id: UUID, question: str
) -> Response:
    """The questions of earlier sections, each a link."""
    draft = await drafts.draft(session, me.tenant, questionnaire_id)
    return pages.render(
        request,
        "askable.html",
        draft=draft,
        question=draft.question(question),
        askable=rules.askable(draft, question),
        above=_above(request, draft, questionnaire_id, question),
    )


@pages.get("/{questionnaire_id}/fragen/{question}/bedingungen/{asked}")
async def ask_for_condition(
    request: Request,
    me: Coordinator,
    session: Reading,
    questionnaire_id: UUID,
    question: str,
    asked: str,
) -> Response:
    """What of it makes the question visible."""
    draft = await drafts.draft(session, me.tenant, questionnaire_id)
    form = ConditionForm.empty(version=draft.version)
    return _show(request, draft, questionnaire_id, (question, asked), form)


@pages.post("/{questionnaire_id}/fragen/{question}/bedingungen/{asked}")
async def add_condition(
    request: Request,
    me: Coordinator,
    uow: Uow,
    questionnaire_id: UUID,
    question: str,
    asked: str,
    form: Posted[ConditionForm],
) -> Response:
    """From now on it is asked only of those."""
    draft = await drafts.draft(uow.session, me.tenant, questionnaire_id)
    entered = _offering(request, draft, question, _asked(draft, question, asked), form)
    if (given := entered.value) is None:
        return _show(request, draft, questionnaire_id, (question, asked), form)
    await editing.change(
        uow,
        me,
        questionnaire_id,
        lambda draft: rules.added(draft, question, asked, given),
        given,
        lambda _: given.model_dump(),
    )
    return pages.saved(request, to=_address(request, questionnaire_id, question))


@pages.post("/{questionnaire_id}/fragen/{question}/bedingungen/{condition}/entfernen")
async def remove_condition(
    request: Request,
    me: Coordinator,
    uow: Uow,
    questionnaire_id: UUID,
    question: str,
    condition: str,
) -> Response:
    """It may be added again."""
    await editing.change(
        uow, me, questionnaire_id, lambda draft: rules.without(draft, question, condition)
    )
    to = _address(request, questionnaire_id, question)
    return pages.saved(request, "Die Bedingung ist entfernt.", to=to)


def _asked(draft: Draft, question: str, asked: str) -> Question:
    for each in rules.askable(draft, question):
        if each.key == asked:
            return each
    raise NoResultFound


def _offering(
    request: Request, draft: Draft, question: str, asked: Question, form: Entered[Any]
) -> Entered[Any]:
    choices = rules.offered(draft, question, asked)
    left_out = [name for name, each in choices.items() if not each]
    request.state.offered, request.state.left_out = choices, left_out
    return replace(form, offered=choices, left_out=left_out)


def _show(
    request: Request,
    draft: Draft,
    questionnaire_id: UUID,
    keys: tuple[str, str],
    form: Entered[Any],
) -> Response:
    question, asked = keys
    about = _asked(draft, question, asked)
    return pages.render(
        request,
        "kit/form.html",
        title=f"Bedingung: „{said(about.text, GERMAN)}“",
        preline=said(draft.question(question).text, GERMAN),
        form=_offering(request, draft, question, about, form),
        back=_address(request, questionnaire_id, question),
        above=_above(request, draft, questionnaire_id, question),
    )


def _above(
    request: Request, draft: Draft, questionnaire_id: UUID, question: str
) -> list[tuple[str, str]]:
    text = said(draft.question(question).text, GERMAN)
    root = _address(request, questionnaire_id, question).rpartition("/fragen")[0]
    here = (text[:60], _address(request, questionnaire_id, question))
    return trail(root, draft.title, here)


def _address(request: Request, questionnaire_id: UUID, question: str) -> str:
    root = request.scope.get("root_path", "")
    return f"{root}{HOME}/{questionnaire_id}/fragen/{question}"
