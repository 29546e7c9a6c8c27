"""What became of registrations."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.contracts.gatherings import Approval, Place
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code
from shared.ids import new_id
from shared.privacy.declared import Deletion, Kind, identifying, personal
from shared.web.conflicts import Unreachable

_SEAT_CHANGE = personal(
    Kind.PARTICIPATION,
    about="registration_id -> registrations(id).person_id",
    purpose="nachvollziehen, wer wann einen Platz bekam und warum",
    deletion=Deletion.LOSES_ITS_PERSON,
)
_ACTOR = personal(
    Kind.PARTICIPATION,
    about="by_id",
    purpose="nachvollziehen, wer einen Platz vergeben hat",
    deletion=Deletion.LOSES_ITS_PERSON,
)


class SeatChange(OfTenant, Base):
    """What became of a registration, when, by whom and why; ``overbooked`` beyond the capacity.

    ``called_off_from`` is what somebody had as the gathering was called off.
    """

    __tablename__ = "seat_changes"
    __table_args__ = (
        Index("seat_changes_of_registration", "registration_id", "at"),
        {"info": _SEAT_CHANGE},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"))
    at: Mapped[datetime]
    place: Mapped[Place] = mapped_column(Code(Place))
    approval: Mapped[Approval] = mapped_column(Code(Approval))
    by_id: Mapped[UUID | None] = mapped_column(default=None, info=identifying(_ACTOR))
    reason: Mapped[str] = mapped_column(default="")
    overbooked: Mapped[bool] = mapped_column(default=False)
    called_off_from: Mapped[Place | None] = mapped_column(Code(Place), default=None)


seat_changes = table_of(SeatChange)
CONSTRAINTS: Mapping[str, Unreachable] = {
    "registrations.gathering_id, registrations.person_id": Unreachable(
        "the gathering is locked while somebody registers"
    ),
}
