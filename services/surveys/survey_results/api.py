"""Results for programs of the office: the same value as on the page, and nothing beside it."""

from uuid import UUID

from fastapi import APIRouter, Request
from sqlalchemy.exc import NoResultFound

from services.surveys.survey_results import queries
from services.surveys.survey_results.schemas import (
    OwnSurveyList,
    OwnSurveyResults,
    OwnSurveySummary,
)
from services.surveys.surveys import queries as surveys
from services.surveys.surveys.values import Secrecy
from shared.context import CurrentContext, Reading
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.kit.person import Coordinator
from shared.web.problem import Problem

api = APIRouter(prefix="/own-surveys", tags=["surveys"])


@api.get("")
async def list_own_surveys(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, page: CursorRequest
) -> OwnSurveyList:
    """What the office plans, asks and has asked."""
    found = await surveys.page_of(session, me.tenant, page, here.clock.now())
    return OwnSurveyList(
        surveys=[
            OwnSurveySummary(
                survey_id=each.id,
                title=each.title,
                sealed=each.secrecy is Secrecy.SEALED,
                opens_on=each.opens_on,
                closes_on=each.closes_on,
                invited=each.invited,
                standing=each.standing,
            )
            for each in found.items
        ],
        next=next_page(request, found),
    )


@api.get("/{asked_survey_id}/results")
async def get_own_survey_results(
    me: Coordinator, session: Reading, asked_survey_id: UUID
) -> OwnSurveyResults:
    """Question by question; nothing before the urn is opened, for nobody."""
    try:
        row = await surveys.one(session, me.tenant, asked_survey_id)
    except NoResultFound:
        raise Problem(404, "unknown-survey", "There is no such survey") from None
    return OwnSurveyResults(
        survey_id=row.id,
        title=row.title,
        method=queries.method_of(row),
        report=await queries.report_of(session, row),
    )
