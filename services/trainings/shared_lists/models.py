"""Who has agreed to be named to the others."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import Deletion, Kind, personal

_AGREED = personal(
    Kind.PARTICIPATION,
    about="registration_id -> registrations(id).person_id",
    purpose="anderen Teilnehmenden zeigen, wer kommt, wenn die Person zugestimmt hat",
    deletion=Deletion.THIRTY_DAYS,
)


class ListConsent(OfTenant, Base):
    """Of one registration; a later one is asked anew."""

    __tablename__ = "list_consents"
    __table_args__ = ({"info": _AGREED},)

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), primary_key=True)
    given_at: Mapped[datetime]


list_consents = table_of(ListConsent)
