"""When the office was told last that it has seats to give."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import NOT_PERSONAL


class SeatsToGive(OfTenant, Base):
    """Of one gathering; it is told once a day at most."""

    __tablename__ = "seats_by_hand"

    gathering_id: Mapped[UUID] = mapped_column(
        ForeignKey("gatherings.id"), primary_key=True, info=NOT_PERSONAL
    )
    told_on: Mapped[date] = mapped_column(info=NOT_PERSONAL)


seats_by_hand = table_of(SeatsToGive)
