"""Results as programs of the office read them."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, Field

from services.surveys.survey_results.values import Report


class OwnSurveySummary(BaseModel):
    """A survey as its office planned it."""

    survey_id: UUID
    title: str = Field(examples=["Bedarf im Schuljahr"])
    sealed: bool = Field(description="Whether nobody sees who answered what")
    opens_on: date | None
    closes_on: date | None
    invited: int | None
    standing: str = Field(examples=["läuft"], description="In German, as on the page")


class OwnSurveyList(BaseModel):
    """The newest first; ``next`` is the address of those that follow."""

    surveys: list[OwnSurveySummary]
    next: str | None = None


class OwnSurveyResults(BaseModel):
    """What may be shown of it, and how it was counted; ``report`` is null before its end."""

    survey_id: UUID
    title: str
    method: str
    report: Report | None
