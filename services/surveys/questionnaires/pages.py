"""The office's questionnaires, and what one of them is like."""

from uuid import UUID

from fastapi import Request, Response

from services.surveys.conditions.values import clauses_in_words, names_of
from services.surveys.drafts import queries as drafts
from services.surveys.drafts.values import HOME, LIST, trail
from services.surveys.library import queries as library
from services.surveys.library.values import Licence
from services.surveys.publishing_checks.values import faults
from services.surveys.questionnaires import queries, rules, use_cases
from services.surveys.questionnaires.forms import (
    DeleteQuestionnaireForm,
    HeadForm,
    QuestionnaireForm,
    QuestionnaireSearch,
)
from services.surveys.questionnaires.values import LANGUAGES, WITH_OPTIONS, WITH_ROWS
from shared.context import Reading, Uow
from shared.contracts.words import word
from shared.web.kit.editing import TEMPLATE, offer_edit
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=HOME, audience=Coordinator)


@pages.get("")
async def list_questionnaires(
    request: Request,
    me: Coordinator,
    session: Reading,
    search: Search[QuestionnaireSearch],
    page: PageRequest,
) -> Response:
    """By title."""
    found = await queries.list_of(session, me.tenant, search.text, page)
    return pages.render(request, "questionnaires.html", search=search, page=found)


@pages.get("/neu")
async def ask_for_new_questionnaire(request: Request) -> Response:
    """What it is called, and in which languages."""
    return _new(request, QuestionnaireForm.empty())


@pages.post("/neu")
async def add_questionnaire(
    request: Request, me: Coordinator, uow: Uow, form: Posted[QuestionnaireForm]
) -> Response:
    """An empty one; sent twice there are two, of which one may be deleted."""
    if form.value is None:
        return _new(request, form)
    row = await use_cases.add(uow, me, form.value)
    return pages.saved(request, to=pages.address(request, row.id))


def _new(request: Request, form: Entered[QuestionnaireForm]) -> Response:
    back = pages.address(request)
    return pages.render(
        request, TEMPLATE, title="Neuer Fragebogen", form=form, back=back, above=[(LIST, back)]
    )


@pages.get("/{questionnaire_id}")
async def show_questionnaire(
    request: Request, me: Coordinator, session: Reading, questionnaire_id: UUID
) -> Response:
    """Everything in order, what is still wrong, and what can be done with it."""
    draft = await drafts.draft(session, me.tenant, questionnaire_id)
    row = await queries.questionnaire(session, me.tenant, questionnaire_id)
    return pages.render(
        request,
        "draft.html",
        draft=draft,
        above=[(LIST, pages.address(request))],
        licence=row.licence and word(Licence, row.licence),
        row=row,
        newer=await library.newer(session, row.origin_line, row.origin_number),
        versions=await queries.versions(session, me.tenant, questionnaire_id),
        faults=faults(draft.document),
        languages=[LANGUAGES.get(each, each) for each in draft.document.languages],
        conditions={
            key: clauses_in_words(draft.document, question)
            for key, question in draft.document.questions.items()
        },
    )


@pages.get("/{questionnaire_id}/fragen/{question}")
async def show_question(
    request: Request, me: Coordinator, session: Reading, questionnaire_id: UUID, question: str
) -> Response:
    """Its answers, rows and conditions."""
    draft = await drafts.draft(session, me.tenant, questionnaire_id)
    asked = draft.question(question)
    return pages.render(
        request,
        "question.html",
        draft=draft,
        question=asked,
        languages=draft.document.languages,
        names=LANGUAGES,
        translations=rules.translations(asked, draft.document.languages),
        facts=rules.facts(asked),
        offers_options=asked.kind in WITH_OPTIONS,
        offers_rows=asked.kind in WITH_ROWS,
        section=draft.section_of(question),
        faults=[each for each in faults(draft.document) if each.key == question],
        conditions=names_of(draft.document, asked),
        above=trail(pages.address(request, questionnaire_id), draft.title),
    )


offer_edit(pages, "Titel und Sprachen", HeadForm, queries.head, use_cases.change_head)


@pages.post("/{questionnaire_id}/kopieren")
async def copy_questionnaire(
    request: Request, me: Coordinator, uow: Uow, questionnaire_id: UUID
) -> Response:
    """A draft of its own, with every condition; nothing was ever asked by it."""
    key = await use_cases.copy(uow, me, questionnaire_id)
    text = "Das ist die Kopie: ohne Fassungen, Termine und Antworten."
    return pages.saved(request, text, to=pages.address(request, key))


@pages.get("/{questionnaire_id}/entfernen")
async def ask_to_delete_questionnaire(
    request: Request, me: Coordinator, session: Reading, questionnaire_id: UUID
) -> Response:
    """Ask first."""
    row = await queries.questionnaire(session, me.tenant, questionnaire_id)
    return _ask(request, row.title, questionnaire_id, DeleteQuestionnaireForm.empty())


@pages.post("/{questionnaire_id}/entfernen")
async def delete_questionnaire(
    request: Request,
    me: Coordinator,
    uow: Uow,
    questionnaire_id: UUID,
    form: Posted[DeleteQuestionnaireForm],
) -> Response:
    """Only a draft of which nothing was frozen."""
    row = await queries.questionnaire(uow.session, me.tenant, questionnaire_id)
    if form.value is None:
        return _ask(request, row.title, questionnaire_id, form)
    await use_cases.delete(uow, me, questionnaire_id)
    return pages.saved(request, "Der Fragebogen ist gelöscht.", to=pages.address(request))


def _ask(
    request: Request, title: str, questionnaire_id: UUID, form: Entered[DeleteQuestionnaireForm]
) -> Response:
    home = pages.address(request, questionnaire_id)
    return pages.confirm(
        request,
        f"„{title}“ löschen?",
        "Der Entwurf ist dann weg.",
        button="Löschen",
        form=form,
        back=home,
        above=trail(home, title),
    )
