"""What was answered to a request with an Idempotency-Key."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.database.tables import table_of
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, Unlinked, personal

_ANSWER = personal(
    Kind.EMPLOYMENT,
    Kind.TECHNICAL,
    about=Unlinked("die Antwort nennt Kennungen nur in ihrem Text"),
    purpose="dieselbe Antwort auf eine Wiederholung",
    deletion=Deletion.NINETY_DAYS,
)


class Answer(Base):
    """By caller and key."""

    __tablename__ = "answers"
    __table_args__ = ({"info": _ANSWER},)

    carrier_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(index=True)


answers = table_of(Answer)
