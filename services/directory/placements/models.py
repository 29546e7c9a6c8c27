"""At which schools, and for how many hours, somebody works from a day on."""

from sqlalchemy import Column, Date, ForeignKey, Index, String, Table, Uuid

from services.directory.models import metadata
from shared.database.types import Hundredths, Moment

placements = Table(
    "placements",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("employment_id", Uuid, ForeignKey("employments.id"), nullable=False),
    Column("school_id", Uuid, ForeignKey("organizations.id"), nullable=False, index=True),
    Column("weekly_hours", Hundredths, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("superseded_at", Moment),
)
"""What applies until when follows from the next ``valid_from`` and the end of the employment.
Nothing is removed: what somebody posted anew for the same day bears the moment."""

Index(
    "placements_in_force",
    placements.c.employment_id,
    placements.c.valid_from,
    placements.c.school_id,
    unique=True,
    postgresql_where=placements.c.superseded_at.is_(None),
    sqlite_where=placements.c.superseded_at.is_(None),
)
