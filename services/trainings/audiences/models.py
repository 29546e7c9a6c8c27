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

    gathering_id: Mapped[UUID] = mapped_column(
        ForeignKey("gatherings.id"), primary_key=True, info=NOT_PERSONAL
    )
    group_id: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)
    name: Mapped[str] = mapped_column(info=NOT_PERSONAL | {"label": "Gruppe"})
