"""The codes by which somebody is known at the door."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import Deletion, Kind, personal
from shared.web.conflicts import Conflict, Unreachable

_CODE = personal(
    Kind.TECHNICAL,
    about="registration_id -> registrations(id).person_id",
    purpose="am Einlass erkannt werden; der Code ist ein Zufallswert und sagt anderen nichts",
    deletion=Deletion.THREE_YEARS_AFTER,
)


class DoorCode(OfTenant, Base):
    """One for each registration, made when somebody asks for it."""

    __tablename__ = "door_codes"
    __table_args__ = (UniqueConstraint("code"), {"info": _CODE})

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), primary_key=True)
    code: Mapped[str]


door_codes = table_of(DoorCode)
CONSTRAINTS: Mapping[str, Conflict | Unreachable] = {
    "door_codes.code": Unreachable("codes have 80 random bits"),
}
