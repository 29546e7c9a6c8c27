"""Who is asked to confirm, or has confirmed, that they come as a guest."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.database.tables import OfTenant, table_of
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal
from shared.web.conflicts import Conflict, Unreachable

_GUEST = personal(
    Kind.IDENTITY,
    Kind.CONTACT,
    about="id",
    purpose="Gäste anmelden, ihnen schreiben, ihre Teilnahme bescheinigen",
    deletion=Deletion.GUEST,
)
_REGISTRAR = personal(
    Kind.PARTICIPATION,
    about="created_by",
    purpose="wer einen Gast angemeldet hat",
    deletion=Deletion.WITH_PERSON,
)


class Guest(OfTenant, Versioned, Base):
    """One for each gathering and address, in small letters; the id holds the seat.

    Once confirmed there is a row for them among ``people``, too: there whoever comes has a name.
    """

    __tablename__ = "guests"
    __table_args__ = (
        UniqueConstraint("gathering_id", "address"),
        Index("guests_of_address", "address", "asked_at"),
        {"info": _GUEST},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=identifying(_GUEST))
    gathering_id: Mapped[UUID] = mapped_column(ForeignKey("gatherings.id"), info=NOT_PERSONAL)
    given_name: Mapped[str] = mapped_column(info={"label": "Vorname"})
    family_name: Mapped[str] = mapped_column(info={"label": "Nachname"})
    address: Mapped[str] = mapped_column(info={"label": "Mail-Adresse"})
    institution: Mapped[str] = mapped_column(default="", info={"label": "Einrichtung"})
    created_by: Mapped[UUID | None] = mapped_column(default=None, info=identifying(_REGISTRAR))
    asked_at: Mapped[datetime] = mapped_column(default=None)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)


guests = table_of(Guest)
CONSTRAINTS: Mapping[str, Conflict | Unreachable] = {
    "guests.gathering_id, guests.address": Unreachable(
        "the gathering is locked while somebody registers"
    ),
}
