"""Times of a gathering at which workshops run side by side, and these."""

from datetime import time
from uuid import UUID

from sqlalchemy import ForeignKey, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.database.tables import OfTenant, table_of
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Info, Kind, Unlinked, personal

_LEADS = personal(
    Kind.IDENTITY,
    about=Unlinked("die Koordinierungsstelle schreibt auf, wer angekündigt ist; ohne Kennung"),
    purpose="im Programm einer Veranstaltung sagen, wer einen Workshop leitet",
    deletion=Deletion.OFFICE_DELETES,
)


def _shown(label: str) -> Info:
    return {"label": label, **NOT_PERSONAL}


class WorkshopSlot(OfTenant, Versioned, Base):
    """Of its workshops a person takes part in one at most."""

    __tablename__ = "workshop_slots"
    __table_args__ = (Index("workshop_slots_of_gathering", "gathering_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    gathering_id: Mapped[UUID] = mapped_column(ForeignKey("gatherings.id"), info=NOT_PERSONAL)
    date_id: Mapped[UUID] = mapped_column(
        ForeignKey("gathering_dates.id"), default=None, info=_shown("Termin")
    )
    starts: Mapped[time] = mapped_column(default=None, info=_shown("Von"))
    ends: Mapped[time] = mapped_column(default=None, info=_shown("Bis"))


class Workshop(OfTenant, Versioned, Base):
    """``speaker`` is who leads it, as the programme says."""

    __tablename__ = "workshops"
    __table_args__ = (Index("workshops_of_slot", "slot_id", "title"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    slot_id: Mapped[UUID] = mapped_column(ForeignKey("workshop_slots.id"), info=NOT_PERSONAL)
    title: Mapped[str] = mapped_column(info=_shown("Titel"))
    speaker: Mapped[str] = mapped_column(info=_LEADS | {"label": "Wer leitet"})
    room: Mapped[str] = mapped_column(info=_shown("Raum"))
    size: Mapped[int] = mapped_column(SmallInteger, info=_shown("Plätze"))


slots = table_of(WorkshopSlot)
workshops = table_of(Workshop)
