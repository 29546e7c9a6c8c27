"""Sheets, and what they say of each standard."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.surveys.assessments.values import Party
from services.surveys.models import Base
from services.surveys.values import Level
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code, Moment
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Info, Kind, identifying, personal
from shared.web.conflicts import Conflict

_PURPOSE = "wer die Selbsteinschätzung einer Schule ausfüllt und ihr zustimmt"
_WORKER, _HEAD = (
    personal(Kind.PARTICIPATION, about=about, purpose=_PURPOSE, deletion=Deletion.LOSES_ITS_PERSON)
    for about in ("worker_id", "head_id")
)
_SAID = personal(
    Kind.FREE_TEXT,
    about="assessment_id -> assessments(id).worker_id",
    purpose="woran eine Schule sieht, wie weit sie mit einem Standard ist, und was sie vorhat",
    deletion=Deletion.LOSES_ITS_PERSON,
)


def _shown(label: str) -> Info:
    return {"label": label, **NOT_PERSONAL}


class Assessment(OfTenant, Versioned, Base):
    """Of one school in the school year that begins in ``school_year``; its head has a link."""

    __tablename__ = "assessments"
    __table_args__ = (
        UniqueConstraint("tenant", "school_id", "school_year", name="assessments_once_a_year"),
        Index("assessments_in_order", "tenant", "school_year", "id"),
        Index("assessments_of_worker", "tenant", "worker_id"),
        Index("assessments_of_head", "tenant", "head_id"),
        Index("assessments_linked", "link_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    school_id: Mapped[UUID] = mapped_column(default=None, info=NOT_PERSONAL)
    school_year: Mapped[int] = mapped_column(default=None, info=_shown("Schuljahr"))
    worker_id: Mapped[UUID] = mapped_column(default=None, info=identifying(_WORKER))
    head_id: Mapped[UUID] = mapped_column(default=None, info=identifying(_HEAD))
    link_id: Mapped[UUID] = mapped_column(default=None, info=NOT_PERSONAL)
    worker_agreed_at: Mapped[datetime | None] = mapped_column(Moment, default=None, info=_WORKER)
    head_agreed_at: Mapped[datetime | None] = mapped_column(Moment, default=None, info=_HEAD)
    finished_at: Mapped[datetime | None] = mapped_column(
        Moment, default=None, info=_shown("Abgeschlossen")
    )


class AssessmentEntry(OfTenant, Versioned, Base):
    """One standard, with its wording when the sheet began; years are compared by ``sha256``."""

    __tablename__ = "assessment_entries"
    __table_args__ = (
        UniqueConstraint("assessment_id", "standard_key", name="assessment_entries_once"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    assessment_id: Mapped[UUID] = mapped_column(
        ForeignKey("assessments.id"), default=None, info=NOT_PERSONAL
    )
    position: Mapped[int] = mapped_column(default=None, info=NOT_PERSONAL)
    standard_key: Mapped[UUID] = mapped_column(default=None, info=NOT_PERSONAL)
    chapter: Mapped[str] = mapped_column(Text, default=None, info=_shown("Kapitel"))
    text: Mapped[str] = mapped_column(Text, default=None, info=_shown("Standard"))
    indicators: Mapped[list[Any]] = mapped_column(JSON, default=None, info=_shown("Indikatoren"))
    sha256: Mapped[str] = mapped_column(Text, default=None, info=NOT_PERSONAL)
    level: Mapped[Level | None] = mapped_column(Code(Level), default=None, info=_shown("Stufe"))
    evidence: Mapped[str] = mapped_column(
        Text, default="", info=_SAID | {"label": "Woran sieht man das?"}
    )
    intention: Mapped[str] = mapped_column(
        Text, default="", info=_SAID | {"label": "Was wir uns vornehmen"}
    )
    written_by: Mapped[Party | None] = mapped_column(Code(Party), default=None, info=NOT_PERSONAL)
    written_at: Mapped[datetime | None] = mapped_column(Moment, default=None, info=NOT_PERSONAL)


assessments, assessment_entries = table_of(Assessment), table_of(AssessmentEntry)
CONSTRAINTS = {
    "assessments.tenant, assessments.school_id, assessments.school_year": Conflict(
        "sheet-known", "The sheet is known", "school_id", "has one in this year"
    ),
    "assessment_entries.assessment_id, assessment_entries.standard_key": Conflict(
        "sheet-known", "The sheet is known", "school_id", "has one in this year"
    ),
}
