"""Who has asked for a consultation about what, and when it is held."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.consultations.values import Appointment, State, Topic, Way
from services.directory.models import Base
from shared.contracts.accounts import AccessRole
from shared.database.tables import OfTenant
from shared.database.types import Code
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Info, Kind, identifying, personal

_ASKED = personal(
    Kind.PARTICIPATION,
    about="asker_id",
    purpose="Beratungen vereinbaren und zählen",
    deletion=Deletion.LOSES_ITS_PERSON,
)
_WORDS = personal(
    Kind.FREE_TEXT,
    about="asker_id",
    purpose="eine Beratung vorbereiten",
    deletion=Deletion.THIRTY_DAYS,
)


def _called(label: str, info: Info) -> Info:
    return {"label": label, **info}


class ConsultationRow(OfTenant, Versioned, Base):
    """The asker's id has no key to people: whoever is erased there is nobody here."""

    __tablename__ = "consultations"
    __table_args__ = (
        Index("consultations_in_order", "tenant", "asked_at", "id"),
        Index("consultations_of_asker", "asker_id", "asked_at"),
        Index("consultations_settled", "settled_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    asker_id: Mapped[UUID] = mapped_column(info=identifying(_ASKED))
    asked_as: Mapped[AccessRole] = mapped_column(
        Code(AccessRole), info=_called("Anfrage von", _ASKED)
    )
    organization_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organizations.id"), default=None, info=_ASKED
    )
    asked_at: Mapped[datetime] = mapped_column(info=_called("Angefragt", _ASKED))
    asked_by: Mapped[Way] = mapped_column(
        Code(Way), default=Way.PAGE, server_default=Way.PAGE.value, info=_called("Weg", _ASKED)
    )
    topic: Mapped[Topic] = mapped_column(Code(Topic), info=_called("Thema", _ASKED))
    note: Mapped[str] = mapped_column(info=_called("Notiz", _WORDS))
    state: Mapped[State] = mapped_column(Code(State), info=_called("Stand", _ASKED))
    starts_at: Mapped[datetime | None] = mapped_column(default=None, info=_called("Termin", _ASKED))
    minutes: Mapped[int | None] = mapped_column(default=None, info=_called("Minuten", _ASKED))
    place: Mapped[str] = mapped_column(default="", info=_called("Ort", _WORDS))
    revision: Mapped[int] = mapped_column(default=0, info=NOT_PERSONAL)
    settled_at: Mapped[datetime | None] = mapped_column(
        default=None, info=_called("Beendet", _ASKED)
    )

    @property
    def appointment(self) -> Appointment | None:
        if self.starts_at is None or self.minutes is None:
            return None
        return Appointment(self.starts_at, self.minutes, self.place, self.revision)
