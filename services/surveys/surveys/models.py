"""Surveys as an office plans them; who answered what stands elsewhere, or nowhere."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.surveys.models import Base
from services.surveys.surveys.values import OpeningNote, Secrecy, State
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code, Moment
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Info


def _shown(label: str) -> Info:
    return {"label": label, **NOT_PERSONAL}


class PlannedSurvey(OfTenant, Versioned, Base):
    """Under its id is its urn, if it is sealed; ``secrecy`` never changes."""

    __tablename__ = "planned_surveys"
    __table_args__ = (
        Index("planned_surveys_in_order", "tenant", "created_at", "id"),
        Index("planned_surveys_due", "state", "opens_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    title: Mapped[str] = mapped_column(Text, info=_shown("Titel"))
    questionnaire_id: Mapped[UUID] = mapped_column(info=_shown("Fragebogen"))
    version_id: Mapped[UUID] = mapped_column(
        ForeignKey("questionnaire_versions.id"), info=NOT_PERSONAL
    )
    secrecy: Mapped[Secrecy] = mapped_column(Code(Secrecy), info=_shown("Art"))
    state: Mapped[State] = mapped_column(Code(State), info=_shown("Stand"))
    roles: Mapped[list[str]] = mapped_column(JSON, info=_shown("Wer gefragt wird"))
    carriers: Mapped[list[str]] = mapped_column(JSON, info=_shown("Nur bei diesen Trägern"))
    school_types: Mapped[list[str]] = mapped_column(JSON, info=_shown("Nur an diesen Schulformen"))
    groups: Mapped[list[str]] = mapped_column(
        JSON, default=list, info=_shown("Nur aus diesen Gruppen")
    )
    breakdowns: Mapped[list[str]] = mapped_column(JSON, info=_shown("Aufgeschlüsselt nach"))
    opens_at: Mapped[datetime | None] = mapped_column(
        Moment, default=None, info=_shown("Beginnt am")
    )
    closes_at: Mapped[datetime | None] = mapped_column(
        Moment, default=None, info=_shown("Endet am")
    )
    remind_on: Mapped[date | None] = mapped_column(default=None, info=_shown("Erinnerung am"))
    noted: Mapped[OpeningNote | None] = mapped_column(
        Code(OpeningNote), default=None, info=_shown("Hinweis")
    )
    invited: Mapped[int | None] = mapped_column(default=None, info=_shown("Gefragt"))
    mails_asked: Mapped[int] = mapped_column(default=0, info=NOT_PERSONAL)
    """How often links were asked for, to invite people."""
    mails_lost: Mapped[int | None] = mapped_column(default=None, info=NOT_PERSONAL)
    """Invitations that reached nobody; of reminders no number is known."""
    reminded_at: Mapped[datetime | None] = mapped_column(Moment, default=None, info=NOT_PERSONAL)
    yearly: Mapped[bool] = mapped_column(default=False, info=_shown("Jedes Schuljahr wieder"))
    paused_at: Mapped[datetime | None] = mapped_column(
        Moment, default=None, info=_shown("Pausiert seit")
    )
    created_at: Mapped[datetime] = mapped_column(Moment, info=_shown("Angelegt am"))


planned_surveys = table_of(PlannedSurvey)
