"""Letters that were given up: ids and codes, nobody's name and nobody's address."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import Deletion, Kind, personal

_GIVEN_UP = personal(
    Kind.TECHNICAL,
    about="letter_id -> messages(id).worker_id",
    purpose="nicht zustellbare Nachrichten wieder einreihen",
    deletion=Deletion.PUT_BACK,
)


class GivenUp(OfTenant, Base):
    """``reply`` is the mail server's code."""

    __tablename__ = "given_up"
    __table_args__ = (Index("given_up_cause", "cause", "letter_id"), {"info": _GIVEN_UP})

    letter_id: Mapped[UUID] = mapped_column(primary_key=True)
    correlation_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(info={"label": "Art"})
    role: Mapped[str] = mapped_column(info={"label": "An"})
    cause: Mapped[str] = mapped_column(String(20), info={"label": "Ursache"})
    reply: Mapped[str] = mapped_column(String(20), info={"label": "Antwort des Mailservers"})
    attempts: Mapped[int] = mapped_column(info={"label": "Versuche"})
    given_up_at: Mapped[datetime] = mapped_column(info={"label": "Aufgegeben"})


given_up = table_of(GivenUp)
