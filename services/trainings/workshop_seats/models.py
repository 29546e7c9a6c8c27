"""Who wants which workshop, and who has a seat in it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.database.tables import OfTenant, table_of
from shared.ids import new_id
from shared.privacy.declared import Deletion, Kind, personal
from shared.web.conflicts import Unreachable

_WISH = personal(
    Kind.PARTICIPATION,
    about="registration_id -> registrations(id).person_id",
    purpose="Plätze in Workshops vergeben",
    deletion=Deletion.LOSES_ITS_PERSON,
)


class WorkshopWish(OfTenant, Base):
    """``since`` orders those who wait for a workshop; ``overbooked`` is one beyond its size."""

    __tablename__ = "workshop_wishes"
    __table_args__ = (
        UniqueConstraint("registration_id", "workshop_id"),
        Index("workshop_wishes_of_slot", "slot_id", "since"),
        Index("workshop_wishes_of_workshop", "workshop_id"),
        {"info": _WISH},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"))
    slot_id: Mapped[UUID] = mapped_column(ForeignKey("workshop_slots.id"))
    workshop_id: Mapped[UUID] = mapped_column(ForeignKey("workshops.id"))
    priority: Mapped[int] = mapped_column(SmallInteger)
    since: Mapped[datetime]
    seated: Mapped[bool] = mapped_column(default=False)
    overbooked: Mapped[bool] = mapped_column(default=False)


wishes = table_of(WorkshopWish)
Index(
    "workshop_wishes_seated_once",
    wishes.c.registration_id,
    wishes.c.slot_id,
    unique=True,
    postgresql_where=wishes.c.seated,
    sqlite_where=wishes.c.seated,
)
_HELD = "the gathering is locked while workshops are chosen"
CONSTRAINTS: Mapping[str, Unreachable] = {
    "workshop_wishes.registration_id, workshop_wishes.workshop_id": Unreachable(_HELD),
    "workshop_wishes.registration_id, workshop_wishes.slot_id": Unreachable(_HELD),
}
