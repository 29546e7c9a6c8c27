"""At which schools, and for how many hours, somebody works from a day on."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.database.tables import OfTenant, table_of
from shared.database.types import Hundredths
from shared.privacy.declared import Deletion, Kind, personal

_PLACEMENT = personal(
    Kind.EMPLOYMENT,
    about="employment_id -> employments(id).worker_id",
    purpose="an welcher Schule mit wie vielen Stunden, auch was ersetzt wurde",
    deletion=Deletion.WITH_PERSON,
)


class Placement(OfTenant, Base):
    """What applies until when follows from the next ``valid_from`` and the employment's end.

    Nothing is removed: what somebody posted anew for the same day bears the moment.
    """

    __tablename__ = "placements"
    __table_args__ = ({"info": _PLACEMENT},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    employment_id: Mapped[UUID] = mapped_column(ForeignKey("employments.id"))
    school_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id"), index=True, info={"label": "Schule"}
    )
    weekly_hours: Mapped[Decimal] = mapped_column(Hundredths, info={"label": "Wochenstunden"})
    valid_from: Mapped[date] = mapped_column(info={"label": "Ab"})
    recorded_at: Mapped[datetime] = mapped_column(default=None, info={"label": "Eingegangen"})
    superseded_at: Mapped[datetime | None] = mapped_column(default=None, info={"label": "Ersetzt"})


placements = table_of(Placement)

_in_force = placements.c.superseded_at.is_(None)
Index(
    "placements_in_force",
    placements.c.employment_id,
    placements.c.valid_from,
    placements.c.school_id,
    unique=True,
    postgresql_where=_in_force,
    sqlite_where=_in_force,
)
