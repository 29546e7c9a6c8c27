"""What somebody has read of what they were told, and what they are done with."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import Deletion, Kind, identifying, personal

_READ = personal(
    Kind.TECHNICAL,
    about="person_id",
    purpose="was jemand in „Mitteilungen“ gelesen oder erledigt hat; nur für die Person selbst",
    deletion=Deletion.NINETY_DAYS_ALWAYS,
)


class InboxItem(OfTenant, Base):
    """There is none while a message is unread; of what goes to a role, each has their own."""

    __tablename__ = "inbox_items"
    __table_args__ = ({"info": _READ},)

    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True, index=True, info=identifying(_READ))
    read_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


inbox_items = table_of(InboxItem)
