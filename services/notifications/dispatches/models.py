"""Which mail went to whom, and what became of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models import Base
from shared.database.tables import OfTenant, table_of
from shared.mail import LONGEST_ADDRESS
from shared.privacy.declared import Deletion, Kind, identifying, personal
from shared.privacy.starts import counted_from

_SENT = personal(
    Kind.CONTACT,
    Kind.TECHNICAL,
    about="person_id",
    purpose="nachsehen, ob eine Mail ankam, und was der Mailserver sagte",
    deletion=Deletion.NINETY_DAYS,
)


class Dispatch(OfTenant, Base):
    """The latest about a mail; of one that was sent again, of the last time.

    ``introduces`` if it was the first to its person, and says so.
    """

    __tablename__ = "dispatches"
    __table_args__ = (
        Index("dispatches_person", "person_id", "sent_at"),
        Index("dispatches_outcome", "outcome", "sent_at"),
        Index("dispatches_age", "sent_at"),
        {"info": counted_from(_SENT, "sent_at")},
    )

    mail_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(info=identifying(_SENT))
    address: Mapped[str] = mapped_column(String(LONGEST_ADDRESS), info={"label": "An"})
    kind: Mapped[str] = mapped_column(info={"label": "Nachricht"})
    introduces: Mapped[bool]
    outcome: Mapped[str] = mapped_column(String(20), info={"label": "Was daraus wurde"})
    reply: Mapped[str] = mapped_column(String(20), info={"label": "Antwort des Mailservers"})
    message_ids: Mapped[list[str]] = mapped_column(JSON)
    sent_at: Mapped[datetime] = mapped_column(info={"label": "Wann"})


dispatches = table_of(Dispatch)
