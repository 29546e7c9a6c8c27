"""Questionnaires as an office edits them, and their versions, which nothing changes any more."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.surveys.models import Base
from shared.database.tables import OfTenant
from shared.database.types import Moment
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.json import Json
from shared.privacy.declared import NOT_PERSONAL


class Questionnaire(OfTenant, Versioned, Base):
    """A draft, which may be changed at any time; surveys ask what was frozen of it."""

    __tablename__ = "questionnaires"
    __table_args__ = (Index("questionnaires_by_title", "tenant", "title", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    title: Mapped[str] = mapped_column(Text, info=NOT_PERSONAL | {"label": "Titel"})
    document: Mapped[Json] = mapped_column(JSON, info=NOT_PERSONAL)
    next_key: Mapped[int] = mapped_column(default=1, info=NOT_PERSONAL)
    """Only grows, so that no key means two things."""
    origin_line: Mapped[UUID | None] = mapped_column(default=None, info=NOT_PERSONAL)
    """The questionnaire of another office that was taken over, and in which version."""
    origin_number: Mapped[int | None] = mapped_column(default=None, info=NOT_PERSONAL)
    origin: Mapped[str | None] = mapped_column(
        Text, default=None, info=NOT_PERSONAL | {"label": "Herkunft"}
    )
    licence: Mapped[str | None] = mapped_column(
        String, default=None, info=NOT_PERSONAL | {"label": "Lizenz"}
    )
    changed_at: Mapped[datetime] = mapped_column(
        Moment, info=NOT_PERSONAL | {"label": "Zuletzt geändert"}
    )


class QuestionnaireVersion(OfTenant, Base):
    """Frozen: results mean what was asked then."""

    __tablename__ = "questionnaire_versions"
    __table_args__ = (
        ForeignKeyConstraint(["questionnaire_id"], ["questionnaires.id"]),
        UniqueConstraint("questionnaire_id", "number"),
        UniqueConstraint("questionnaire_id", "sha256"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    questionnaire_id: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)
    number: Mapped[int] = mapped_column(info=NOT_PERSONAL | {"label": "Fassung"})
    document: Mapped[Json] = mapped_column(JSON, info=NOT_PERSONAL)
    sha256: Mapped[str] = mapped_column(String(64), info=NOT_PERSONAL)
    frozen_at: Mapped[datetime] = mapped_column(
        Moment, info=NOT_PERSONAL | {"label": "Festgehalten am"}
    )
