"""The page that is printed."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from services.surveys.drafts import queries as drafts
from services.surveys.drafts.values import HOME, trail
from services.surveys.papers import queries
from services.surveys.questionnaires.values import GERMAN, LANGUAGES
from shared.context import Reading
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=HOME, audience=Coordinator)


@pages.get("/{questionnaire_id}/druck")
async def print_questionnaire(
    request: Request,
    me: Coordinator,
    session: Reading,
    questionnaire_id: UUID,
    sprache: Annotated[str, Query(max_length=20)] = GERMAN,
) -> Response:
    """All questions, whether somebody would see them or not."""
    draft = await drafts.draft(session, me.tenant, questionnaire_id)
    known = draft.document.languages
    language = sprache if sprache in known else GERMAN
    home = request.url.path.rpartition("/")[0]
    return pages.render(
        request,
        "paper.html",
        called=draft.title,
        whole=queries.printed(draft.document, language),
        languages=[(each, LANGUAGES.get(each, each)) for each in known],
        language=language,
        above=trail(home, draft.title),
        home=home,
    )
