"""The results for programs."""

from typing import TypedDict
from uuid import UUID

from fastapi import APIRouter, Depends

from services.surveys.answers import queries
from services.surveys.answers.queries import Overview
from services.surveys.answers.values import Figures, items_of
from services.surveys.results.schemas import (
    ItemResult,
    Municipality,
    SurveyList,
    SurveyResults,
    SurveySummary,
)
from shared.context import Reading
from shared.contracts.surveys import Occasion
from shared.web.kit.person import office
from shared.web.problem import Problem

api = APIRouter(prefix="/surveys", tags=["surveys"], dependencies=[Depends(office)])


@api.get("")
async def list_surveys(session: Reading, municipality: Municipality) -> SurveyList:
    """A municipality's surveys, with figures of what lay in opened urns."""
    found = await queries.list_surveys(session, municipality)
    return SurveyList(surveys=[SurveySummary(**_summary(overview)) for overview in found])


@api.get("/{survey_id}/results")
async def get_results(
    session: Reading, municipality: Municipality, survey_id: UUID
) -> SurveyResults:
    """Means, distributions and remarks of opened urns; all of them null while there is none."""
    results = await queries.results_of(session, municipality, survey_id)
    if results is None:
        raise Problem(404, "unknown-survey", "There is no such survey")
    return SurveyResults(
        **_summary(results),
        mean=results.figures.mean if results.figures else None,
        items=_items(results.survey.occasion, results.figures),
        remarks=None if results.remarks is None else list(results.remarks),
        opens_from=results.opens_from,
    )


class _Summary(TypedDict):
    survey_id: UUID
    occasion: Occasion
    school_year: str
    invited: int
    answered: int | None
    response_rate: float | None


def _summary(overview: Overview) -> _Summary:
    return {
        "survey_id": overview.survey.id,
        "occasion": overview.survey.occasion,
        "school_year": overview.survey.school_year,
        "invited": overview.survey.invited,
        "answered": overview.answered,
        "response_rate": overview.response_rate,
    }


def _items(occasion: Occasion, figures: Figures | None) -> list[ItemResult]:
    if figures is None:
        nothing = {"median": None, "mean": None, "distribution": None}
        return [
            ItemResult(code=each.code, text=each.text, **nothing) for each in items_of(occasion)
        ]
    return [
        ItemResult(
            code=each.item.code,
            text=each.item.text,
            median=each.median,
            mean=each.mean,
            distribution=None if each.counts is None else list(each.counts.values()),
        )
        for each in figures.items
    ]
