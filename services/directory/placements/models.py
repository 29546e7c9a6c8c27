"""At which schools, and for how many hours, somebody works from a day on."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.database.tables import OfTenant, table_of
from shared.database.types import Hundredths
from shared.privacy.declared import Deletion, Kind, identifying, personal
from shared.web.conflicts import Conflict, Unreachable

_PLACEMENT = personal(
    Kind.EMPLOYMENT,
    about="employment_id -> employments(id).worker_id",
    purpose="an welcher Schule mit wie vielen Stunden, auch was ersetzt wurde",
    deletion=Deletion.WITH_PERSON,
)
_RECORDER = personal(
    Kind.TECHNICAL,
    about="recorded_by",
    purpose="Nachweis, wer einen Einsatz gemeldet oder berichtigt hat",
    deletion=Deletion.LOSES_ITS_PERSON,
)
_NOTE = personal(
    Kind.FREE_TEXT,
    about="employment_id -> employments(id).worker_id",
    purpose="warum ein Einsatz berichtigt wurde",
    deletion=Deletion.WITH_PERSON,
)


class Placement(OfTenant, Base):
    """What applies until when follows from the next ``valid_from`` and the employment's end.

    Nothing is removed: what somebody posted anew for the same day bears the moment. What a row
    held before it was corrected is in its versions.
    """

    __tablename__ = "placements"
    __table_args__ = ({"info": _PLACEMENT},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    employment_id: Mapped[UUID] = mapped_column(ForeignKey("employments.id"))
    school_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id"), index=True, info={"label": "Schule"}
    )
    weekly_hours: Mapped[Decimal] = mapped_column(Hundredths, info={"label": "Wochenstunden"})
    funding: Mapped[str] = mapped_column(info={"label": "Finanzierung"})
    valid_from: Mapped[date] = mapped_column(info={"label": "Ab"})
    recorded_at: Mapped[datetime] = mapped_column(default=None, info={"label": "Eingegangen"})
    superseded_at: Mapped[datetime | None] = mapped_column(default=None, info={"label": "Ersetzt"})


class PlacementVersion(OfTenant, Base):
    """What was known of a placement from a moment on; rows are only ever added.

    The latest version of a placement says what its row holds; after one that cancels it, it is
    known no longer.
    """

    __tablename__ = "placement_versions"
    __table_args__ = (
        Index("placement_versions_known", "employment_id", "placement_id", "recorded_at"),
        Index("placement_versions_came", "tenant", "recorded_at"),
        {"info": _PLACEMENT},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placements.id"), index=True)
    employment_id: Mapped[UUID] = mapped_column(ForeignKey("employments.id"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id"))
    weekly_hours: Mapped[Decimal] = mapped_column(Hundredths)
    funding: Mapped[str]
    valid_from: Mapped[date]
    recorded_by: Mapped[str] = mapped_column(info=identifying(_RECORDER, prefix="person-"))
    recorded_at: Mapped[datetime] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(default=None, info=_NOTE)


placements = table_of(Placement)
placement_versions = table_of(PlacementVersion)

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
CONSTRAINTS: Mapping[str, Conflict | Unreachable] = {
    "placements.employment_id, placements.valid_from, placements.school_id": Conflict(
        code="overtaken",
        title="Somebody else has changed this meanwhile",
        field="valid_from",
        reason="was posted by another request at the same time",
    ),
}
