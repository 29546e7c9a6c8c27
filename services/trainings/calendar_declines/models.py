"""Whose calendar has said that they do not come."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import Deletion, Kind, personal

_DECLINE = personal(
    Kind.PARTICIPATION,
    about="registration_id -> registrations(id).person_id",
    purpose="fragen, ob sich abmelden möchte, wessen Kalender abgesagt hat",
    deletion=Deletion.THREE_YEARS_AFTER,
)


class CalendarDecline(OfTenant, Base):
    """A proposal to withdraw, until they have answered or their seat is another one.

    ``sequence`` is the registration's of then: what is changed later is asked anew.
    """

    __tablename__ = "calendar_declines"
    __table_args__ = ({"info": _DECLINE},)

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), primary_key=True)
    sequence: Mapped[int]
    date_id: Mapped[UUID]
    declined_at: Mapped[datetime]


calendar_declines = table_of(CalendarDecline)
