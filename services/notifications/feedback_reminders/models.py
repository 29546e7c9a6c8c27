"""When a gathering's feedback is brought to mind, and how many mails that was."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import NOT_PERSONAL


class FeedbackReminder(OfTenant, Base):
    """Once for each gathering: ``taken_at`` before the first mail, so that none goes out twice.

    Who was reminded is stored nowhere, because it would say who had not answered.
    """

    __tablename__ = "feedback_reminders"
    __table_args__ = (Index("feedback_reminders_due", "taken_at", "due_at"),)

    gathering_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    due_at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL)
    closes_on: Mapped[date] = mapped_column(info=NOT_PERSONAL)
    taken_at: Mapped[datetime | None] = mapped_column(default=None, info=NOT_PERSONAL)
    sent: Mapped[int | None] = mapped_column(SmallInteger, default=None, info=NOT_PERSONAL)


feedback_reminders = table_of(FeedbackReminder)
