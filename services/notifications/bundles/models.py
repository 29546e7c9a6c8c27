"""What is held for somebody until one moment, and by which key it travels."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import Deletion, Kind, identifying, personal
from shared.privacy.starts import counted_from

_BUNDLED = personal(
    Kind.TECHNICAL,
    about="person_id",
    purpose="was gesammelt wird, in einer Mail und höchstens einmal je Zeitraum verschicken",
    deletion=Deletion.THIRTY_DAYS,
)


class Bundle(OfTenant, Base):
    """One mail to come, or that has gone; there is no second one of a moment."""

    __tablename__ = "bundles"
    __table_args__ = ({"info": counted_from(_BUNDLED, "due_at")},)

    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=identifying(_BUNDLED))
    tenant: Mapped[str] = mapped_column(primary_key=True, sort_order=0)
    due_at: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    group_key: Mapped[UUID]


bundles = table_of(Bundle)
