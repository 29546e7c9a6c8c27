"""When the people of a survey are written to, and how many mails that was."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import NOT_PERSONAL


class SurveyMailing(OfTenant, Base):
    """Once to everybody who is asked, and once to those who have not answered.

    To whom is stored nowhere. A reminder that was taken is not taken again; an invitation is if
    whoever took it has not said how many mails it was, for who is not invited is not asked.
    """

    __tablename__ = "survey_mailings"
    __table_args__ = (Index("survey_mailings_due", "sent", "due_at"),)

    survey_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    reminds: Mapped[bool] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    due_at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL)
    closes_on: Mapped[date] = mapped_column(info=NOT_PERSONAL)
    taken_at: Mapped[datetime | None] = mapped_column(default=None, info=NOT_PERSONAL)
    sent: Mapped[int | None] = mapped_column(Integer, default=None, info=NOT_PERSONAL)


survey_mailings = table_of(SurveyMailing)
