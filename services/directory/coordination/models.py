"""The hours of coordination as somebody said them, never changed."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.database.tables import OfTenant
from shared.database.types import Hundredths
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL


class CoordinationVersion(OfTenant, Base):
    """Per week, of all coordinators together, from a moment on; without hours nobody says any."""

    __tablename__ = "coordination_versions"
    __table_args__ = (Index("coordination_versions_of_tenant", "tenant", "recorded_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    hours: Mapped[Decimal | None] = mapped_column(
        Hundredths, info=NOT_PERSONAL | {"label": "Stunden je Woche"}
    )
    recorded_at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL | {"label": "Eingetragen"})
