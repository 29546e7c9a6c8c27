"""What carriers post when they hire, one by one or in a file, and how files are answered."""

from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, Field

from services.directory.schemas import Day, EmploymentView, Finding, Placements, Posted
from shared.contracts.directory import Funding
from shared.json import Json
from shared.web.sheets import Columns
from shared.web.text import ExternalId, MailAddress, PersonName


class NewPerson(Posted):
    """Who is hired."""

    given_name: PersonName
    family_name: PersonName
    email: MailAddress


class NewHire(Posted):
    """A hire as the carrier's HR system knows it; ``external_id`` is the carrier's own number."""

    external_id: ExternalId
    person: NewPerson
    start_date: Day
    placements: Placements
    funding: Funding
    fixed_term_until: Day | None = None


class RowOutcome(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class RowAnswer(BaseModel):
    """``row`` counts elements of the array, or lines below the heading, from 1.

    The ids are those of the worker that was hired, or is known under ``external_id`` already.
    """

    row: int
    outcome: RowOutcome
    external_id: str | None = None
    worker_id: UUID | None = None
    employment_id: UUID | None = None
    correlation_id: UUID | None = None
    warnings: list[Finding] = Field(default_factory=list)
    problem: Json | None = None


class BulkAnswer(BaseModel):
    """How many rows came to what, and each row."""

    created: int
    unchanged: int
    refused: int
    rows: list[RowAnswer]

    @property
    def beyond_quota(self) -> bool:
        """Whether a row was refused only because too much was posted today."""
        problems = (row.problem or {} for row in self.rows)
        return any(each.get("type", "").startswith("/problems/quota-") for each in problems)


class HireView(EmploymentView):
    """A hire as it stands now; ``correlation_id`` names the story it began."""

    worker_id: UUID
    external_id: str
    correlation_id: UUID


class HireList(BaseModel):
    """Hires in the order in which they were posted; ``next`` is the next page."""

    items: list[HireView]
    next: str | None = None


COLUMNS = Columns(
    required=(
        "external_id",
        "given_name",
        "family_name",
        "email",
        "start_date",
        "school_number",
        "weekly_hours",
        "funding",
    ),
    optional=("school_number_2", "weekly_hours_2", "fixed_term_until"),
    headings={
        "Personalnummer": "external_id",
        "Vorname": "given_name",
        "Nachname": "family_name",
        "E-Mail": "email",
        "Beginn": "start_date",
        "Schulnummer": "school_number",
        "Wochenstunden": "weekly_hours",
        "Schulnummer 2": "school_number_2",
        "Wochenstunden 2": "weekly_hours_2",
        "Finanzierung": "funding",
        "Befristet bis": "fixed_term_until",
    },
)
"""The headings of a file of hires."""
