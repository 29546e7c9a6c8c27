"""For which group a gathering is."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.database.tables import OfTenant
from shared.privacy.declared import NOT_PERSONAL


class InvitedGroup(OfTenant, Base):
    """Who is in it, the directory knows; it counts while the audience is a group."""

    __tablename__ = "invited_groups"
    __table_args__ = ({"info": NOT_PERSONAL},)

    gathering_id: Mapped[UUID] = mapped_column(ForeignKey("gatherings.id"), primary_key=True)
    group_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(info={"label": "Gruppe"})
