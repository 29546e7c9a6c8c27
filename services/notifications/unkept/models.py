"""When mails go out that are stored nowhere, and how many they were."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import NOT_PERSONAL


class UnkeptMailing(OfTenant, Base):
    """Of one kind about one survey or gathering; ``taken_at`` before anybody asks whom.

    A reminder that was taken is not taken again; an invitation is if whoever took it has not said
    for long that it goes on, for who is not invited is not asked. ``sent`` once all of it is over.
    """

    __tablename__ = "unkept_mailings"
    __table_args__ = (Index("unkept_mailings_due", "sent", "due_at"),)

    kind: Mapped[str] = mapped_column(String(40), primary_key=True, info=NOT_PERSONAL)
    about_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    due_at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL)
    closes_on: Mapped[date] = mapped_column(info=NOT_PERSONAL)
    taken_at: Mapped[datetime | None] = mapped_column(default=None, info=NOT_PERSONAL)
    began_at: Mapped[datetime | None] = mapped_column(default=None, info=NOT_PERSONAL)
    written_until: Mapped[datetime | None] = mapped_column(default=None, info=NOT_PERSONAL)
    sent: Mapped[int | None] = mapped_column(Integer, default=None, info=NOT_PERSONAL)


unkept_mailings = table_of(UnkeptMailing)
