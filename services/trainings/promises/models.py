"""Promises to come."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import Deletion, Kind, personal

_PROMISE = personal(
    Kind.PARTICIPATION,
    about="registration_id -> registrations(id).person_id",
    purpose="wie viele vor einer Veranstaltung gesagt haben, dass sie wirklich kommen",
    deletion=Deletion.THREE_YEARS_AFTER,
)


class SeatPromise(OfTenant, Base):
    """``sequence`` is the registration's of then: who promised another day has promised nothing."""

    __tablename__ = "seat_promises"
    __table_args__ = ({"info": _PROMISE},)

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), primary_key=True)
    sequence: Mapped[int]
    promised_at: Mapped[datetime]


seat_promises = table_of(SeatPromise)
