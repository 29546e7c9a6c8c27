"""The questionnaire page by page, as somebody would see it; nothing of what is tried is stored."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response

from services.surveys.drafts import queries as drafts
from services.surveys.drafts.values import HOME, Draft, trail
from services.surveys.previews import rules
from services.surveys.previews.values import AT, BACK, LANGUAGE, NEXT, STEP, WIDTH
from services.surveys.questionnaires.values import GERMAN, LANGUAGES
from services.surveys.sheets import queries as sheets
from services.surveys.sheets.values import Raw
from shared.context import Reading
from shared.web import audit
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.kit.sheets import SentLists

pages = PageRouter(__package__, prefix=HOME, audience=Coordinator)


@pages.get("/{questionnaire_id}/vorschau")
async def preview_questionnaire(
    request: Request,
    me: Coordinator,
    session: Reading,
    questionnaire_id: UUID,
    sprache: Annotated[str, Query(max_length=20)] = GERMAN,
    breite: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The first page."""
    draft = await drafts.draft(session, me.tenant, questionnaire_id)
    return _show(request, draft, {LANGUAGE: [sprache], WIDTH: [breite]})


@pages.post("/{questionnaire_id}/vorschau")
async def go_on_with_preview(
    request: Request,
    me: Coordinator,
    session: Reading,
    questionnaire_id: UUID,
    sent: SentLists,
) -> Response:
    """The page after, or before; what follows depends on what was answered."""
    audit.unchanged(request)
    draft = await drafts.draft(session, me.tenant, questionnaire_id)
    return _show(request, draft, sent)


def _show(request: Request, draft: Draft, sent: Raw) -> Response:
    named = (sent.get(LANGUAGE) or [GERMAN])[-1]
    language = named if named in draft.document.languages else GERMAN
    answers = sheets.read(draft.document.questions.values(), sent, language).answers
    way = rules.way(draft.document, answers)
    step, at = (sent.get(STEP) or [""])[-1], (sent.get(AT) or [""])[-1]
    here = rules.here(way, at)
    faults: Any = ()
    if step == NEXT and here is not None:
        faults = sheets.read(here.questions, sent, language).faults
    page = here if faults else rules.turned(way, at, {NEXT: 1, BACK: -1}.get(step, 0))
    home = request.url.path.rpartition("/")[0]
    return pages.render(
        request,
        "preview.html",
        422 if faults else 200,
        called=draft.title,
        home=home,
        above=trail(home, draft.title),
        page=page,
        number=way.index(page) + 1 if page else 0,
        of=len(way),
        language=language,
        languages=[(each, LANGUAGES.get(each, each)) for each in draft.document.languages],
        phone=(sent.get(WIDTH) or [""])[-1] == "telefon",
        faults=faults,
        drawn=sheets.drawn(page.questions, sent, faults, language) if page else "",
        carried=rules.carried(sent, page),
        summary=[
            (each, sheets.in_words(each, sent, language))
            for one in way
            for each in one.questions
            if not page
        ],
    )
