"""Workers of carriers and their placements."""

from sqlalchemy import Column, Date, ForeignKey, String, Table, UniqueConstraint, Uuid

from services.directory.models import metadata
from shared.database.types import Hundredths

workers = Table(
    "workers",
    metadata,
    Column("id", Uuid, ForeignKey("people.id"), primary_key=True),
    Column("tenant", String, nullable=False, index=True),
    Column("carrier_id", Uuid, nullable=False),
    Column("external_id", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("correlation_id", Uuid, nullable=False),
    Column("start_date", Date, nullable=False),
    Column("fixed_term_until", Date),
    Column("funding", String, nullable=False),
    Column("last_day", Date),
    Column("departure_reason", String),
    UniqueConstraint("carrier_id", "external_id"),
)

placements = Table(
    "placements",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("worker_id", Uuid, ForeignKey("workers.id"), nullable=False, index=True),
    Column("school_id", Uuid, ForeignKey("organizations.id"), nullable=False, index=True),
    Column("weekly_hours", Hundredths, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date),
)
