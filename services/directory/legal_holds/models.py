"""Holds that an office has set, with their reasons."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.database.tables import OfTenant, table_of
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_ABOUT = personal(
    Kind.IDENTITY,
    about="person_id",
    purpose="wessen Daten für ein Verfahren nicht gelöscht werden dürfen",
    deletion=Deletion.LOSES_ITS_PERSON,
)
_REASON = personal(
    Kind.FREE_TEXT,
    about="person_id",
    purpose="warum vorerst nicht gelöscht werden darf",
    deletion=Deletion.WITH_PERSON,
)
_SET_BY = personal(
    Kind.PARTICIPATION,
    about="set_by",
    purpose="Nachweis, wer die Sperre gesetzt hat",
    deletion=Deletion.LOSES_ITS_PERSON,
)


class LegalHold(OfTenant, Base):
    """Of one person, or of the whole municipality where it names nobody."""

    __tablename__ = "legal_holds"
    __table_args__ = (
        Index("legal_holds_in_order", "tenant", "last_day", "id"),
        Index("legal_holds_of_person", "person_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=_ABOUT)
    person_id: Mapped[UUID | None] = mapped_column(info=identifying(_ABOUT))
    reason: Mapped[str] = mapped_column(info=_REASON | {"label": "Grund"})
    last_day: Mapped[date] = mapped_column(info=NOT_PERSONAL | {"label": "Gilt bis"})
    set_by: Mapped[UUID] = mapped_column(info=identifying(_SET_BY))
    set_at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL | {"label": "Gesetzt am"})
    ended_at: Mapped[datetime | None] = mapped_column(
        default=None, info=NOT_PERSONAL | {"label": "Beendet am"}
    )


legal_holds = table_of(LegalHold)
