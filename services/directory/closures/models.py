"""What the office did to the days of organizations, and why."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.closures.values import Act
from services.directory.models import Base
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL


class OrganizationAct(OfTenant, Base):
    """Never changed: what was wrong is followed by another. Who did it stands in the audit."""

    __tablename__ = "organization_acts"
    __table_args__ = (Index("organization_acts_of_tenant", "tenant", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id"), index=True, info=NOT_PERSONAL
    )
    act: Mapped[Act] = mapped_column(Code(Act), info=NOT_PERSONAL | {"label": "Was"})
    day: Mapped[date] = mapped_column(info=NOT_PERSONAL | {"label": "Ab"})
    reason: Mapped[str] = mapped_column(info=NOT_PERSONAL | {"label": "Grund"})
    at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL | {"label": "Eingetragen"})


acts = table_of(OrganizationAct)
