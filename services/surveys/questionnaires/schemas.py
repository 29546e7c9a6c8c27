"""Questionnaires as programs read them."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from services.surveys.questionnaires.values import Document


class VersionSummary(BaseModel):
    """What was frozen; its document never changes."""

    version_id: UUID
    number: int = Field(examples=[1])
    sha256: str = Field(description="Of the document")
    frozen_at: datetime


class QuestionnaireSummary(BaseModel):
    """A questionnaire of the office, and what was frozen of it, the newest first."""

    questionnaire_id: UUID
    title: str = Field(examples=["Bedarfe im Schuljahr"])
    changed_at: datetime
    versions: list[VersionSummary]


class QuestionnaireList(BaseModel):
    """The office's questionnaires by title; ``next`` is the address of those that follow."""

    questionnaires: list[QuestionnaireSummary]
    next: str | None = None


class VersionDocument(BaseModel):
    """What is asked in a version, in all its languages."""

    version_id: UUID
    number: int
    title: str
    sha256: str
    document: Document
