"""Questionnaires for programs of the office."""

from uuid import UUID

from fastapi import APIRouter, Request
from sqlalchemy.exc import NoResultFound

from services.surveys.questionnaires import queries
from services.surveys.questionnaires.schemas import (
    QuestionnaireList,
    QuestionnaireSummary,
    VersionDocument,
    VersionSummary,
)
from shared.context import Reading
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.kit.person import Coordinator
from shared.web.problem import Problem

api = APIRouter(prefix="/questionnaires", tags=["questionnaires"])


@api.get("")
async def list_questionnaires(
    request: Request, me: Coordinator, session: Reading, page: CursorRequest
) -> QuestionnaireList:
    """Those of the municipality by title; drafts that were never frozen have no versions."""
    found = await queries.list_of(session, me.tenant, "", page)
    frozen = await queries.versions_of(session, me.tenant, [each.id for each in found.items])
    return QuestionnaireList(
        questionnaires=[
            QuestionnaireSummary(
                questionnaire_id=each.id,
                title=each.title,
                changed_at=each.changed_at,
                versions=[
                    VersionSummary(
                        version_id=one.id,
                        number=one.number,
                        sha256=one.sha256,
                        frozen_at=one.frozen_at,
                    )
                    for one in frozen.get(each.id, ())
                ],
            )
            for each in found.items
        ],
        next=next_page(request, found),
    )


@api.get("/versions/{questionnaire_version_id}")
async def get_questionnaire_version(
    me: Coordinator, session: Reading, questionnaire_version_id: UUID
) -> VersionDocument:
    """The document of one version."""
    try:
        found = await queries.version(session, me.tenant, questionnaire_version_id)
    except NoResultFound:
        raise Problem(404, "unknown-version", "There is no such version") from None
    return VersionDocument(
        version_id=found.id,
        number=found.number,
        title=found.title,
        sha256=found.sha256,
        document=found.document,
    )
