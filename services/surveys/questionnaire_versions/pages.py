"""What was frozen, how it looks, and how it differs."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from services.surveys.drafts import queries as drafts
from services.surveys.drafts.values import HOME, trail
from services.surveys.library import queries as library
from services.surveys.papers import queries as papers
from services.surveys.questionnaire_versions.values import differences
from services.surveys.questionnaires import queries, use_cases
from services.surveys.questionnaires.values import Document
from shared.context import Reading, Uow
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem

pages = PageRouter(__package__, prefix=HOME, audience=Coordinator)
DRAFT = "Entwurf"


@pages.get("/{questionnaire_id}/fassungen")
async def list_questionnaire_versions(
    request: Request, me: Coordinator, session: Reading, questionnaire_id: UUID
) -> Response:
    """The newest first."""
    draft = await drafts.draft(session, me.tenant, questionnaire_id)
    home = request.url.path.rpartition("/")[0]
    return pages.render(
        request,
        "versions.html",
        called=draft.title,
        versions=await queries.versions(session, me.tenant, questionnaire_id),
        published=await library.published(session, me.tenant, questionnaire_id),
        above=trail(home, draft.title),
        home=home,
    )


@pages.post("/{questionnaire_id}/fassungen")
async def freeze_questionnaire(
    request: Request, me: Coordinator, uow: Uow, questionnaire_id: UUID
) -> Response:
    """What the draft says now, if it can be asked."""
    home = request.url.path.rpartition("/")[0]
    try:
        version_id = await use_cases.freeze(uow, me.tenant, questionnaire_id)
    except Problem as problem:
        if problem.code != "questionnaire-not-ready":
            raise
        text = "Noch nicht fertig: Bitte sehen Sie nach, was fehlt."
        return pages.saved(request, text, kind="warning", to=home)
    return pages.saved(request, "Festgehalten.", to=f"{home}/fassungen/{version_id}")


@pages.get("/{questionnaire_id}/fassungen/{questionnaire_version_id}")
async def show_questionnaire_version(
    request: Request,
    me: Coordinator,
    session: Reading,
    questionnaire_id: UUID,
    questionnaire_version_id: UUID,
) -> Response:
    """As it was asked."""
    found = await queries.version_of(session, me.tenant, questionnaire_id, questionnaire_version_id)
    versions = request.url.path.rpartition("/")[0]
    home = versions.rpartition("/")[0]
    return pages.render(
        request,
        "version.html",
        version=found,
        whole=papers.printed(found.document),
        published=await library.published(session, me.tenant, questionnaire_id),
        above=trail(home, found.title, ("Fassungen", versions)),
        home=home,
    )


@pages.get("/{questionnaire_id}/unterschied")
async def compare_questionnaire_versions(
    request: Request,
    me: Coordinator,
    session: Reading,
    questionnaire_id: UUID,
    von: Annotated[str, Query(max_length=12)] = "",
    bis: Annotated[str, Query(max_length=12)] = DRAFT,
) -> Response:
    """In words; of numbers that there are not, the newest version and the draft."""
    draft = await drafts.draft(session, me.tenant, questionnaire_id)
    rows = await queries.versions(session, me.tenant, questionnaire_id)
    documents = {str(each.number): Document.model_validate(each.document) for each in rows}
    first = von if von in documents else next(iter(documents), DRAFT)
    documents[DRAFT] = draft.document
    last = bis if bis in documents else DRAFT
    home = request.url.path.rpartition("/")[0]
    return pages.render(
        request,
        "comparison.html",
        called=draft.title,
        choices=[(each, each if each == DRAFT else f"Fassung {each}") for each in documents],
        first=first,
        last=last,
        found=differences(documents[first], documents[last]),
        above=trail(home, draft.title, ("Fassungen", f"{home}/fassungen")),
    )
