"""What the results take in and give out over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from pydantic import BaseModel, Field

from shared.codes import Open
from shared.context import CurrentContext
from shared.contracts.surveys import Occasion
from shared.web.kit.person import InSight
from shared.web.problem import Problem


async def _municipality(here: CurrentContext, municipality: InSight) -> str:
    """The municipality in sight; of an operator who names none, the first of those served here."""
    served = here.settings.municipalities
    if municipality and municipality not in served:
        raise Problem(404, "unknown-municipality", "The municipality is not served here")
    return municipality or min(served)


Municipality = Annotated[str, Depends(_municipality)]


class SurveySummary(BaseModel):
    """A survey; figures about answers are null until its first urn is opened."""

    survey_id: UUID
    occasion: Open[Occasion]
    school_year: str = Field(examples=["2026/27"])
    invited: int
    answered: int | None = Field(description="Answers that are shown; numbers grow by ten at least")
    response_rate: float | None = Field(description="At least this share of those invited")


class SurveyList(BaseModel):
    """A municipality's surveys, the newest school year first."""

    surveys: list[SurveySummary]


class ItemResult(BaseModel):
    """One item; ``distribution`` counts how often each value of the scale, 1 to 5, was chosen.

    It and ``mean`` are null below ten answers.
    """

    code: str
    text: str
    median: float | None
    mean: float | None
    distribution: list[int] | None


class SurveyResults(SurveySummary):
    """What a survey says so far; the remarks are in an order that tells nothing.

    An urn is opened when a quarter is over and at least five answers are in it.
    """

    mean: float | None
    items: list[ItemResult]
    remarks: list[str] | None = Field(description="Null where no urn had ten answers")
    opens_from: date | None = Field(description="First day on which the next urn may be opened")
