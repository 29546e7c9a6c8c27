"""Answers to topics until the messages about them are queued."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models import Base
from shared.contracts.topics import TopicOutcome
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, Unlinked, personal

_SEALED = personal(
    Kind.PARTICIPATION,
    about=Unlinked("versiegelt; der Schlüssel liegt außerhalb der Datenbank"),
    purpose="wer ein Thema unterstützt hat, erfährt, was daraus wurde",
    deletion=Deletion.QUEUED,
)


class SealedAnswer(OfTenant, Base):
    """An answer as it arrived; the id is the event's."""

    __tablename__ = "sealed_answers"
    __table_args__ = (Index("sealed_answers_in_order", "happened_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    proposal_id: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)
    outcome: Mapped[TopicOutcome] = mapped_column(Code(TopicOutcome), info=NOT_PERSONAL)
    gathering_id: Mapped[UUID | None] = mapped_column(default=None, info=NOT_PERSONAL)
    sealed: Mapped[str] = mapped_column(Text, info=_SEALED)
    happened_at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL)
    correlation_id: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)


sealed_answers = table_of(SealedAnswer)
