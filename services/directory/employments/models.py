"""Periods of employment."""

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, UniqueConstraint, Uuid

from services.directory.models import metadata
from shared.database.types import Moment

employments = Table(
    "employments",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("worker_id", Uuid, ForeignKey("people.id"), nullable=False, index=True),
    Column("carrier_id", Uuid, nullable=False),
    Column("external_id", String, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("digest", String, nullable=False),
    Column("correlation_id", Uuid, nullable=False),
    Column("start_date", Date, nullable=False),
    Column("fixed_term_until", Date),
    Column("funding", String, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("last_day", Date),
    Column("cancelled_at", Moment),
    UniqueConstraint("carrier_id", "external_id", "ordinal"),
)
"""``ordinal`` counts the employments under one number of a carrier, from 1; ``last_day`` is that of
the latest departure. Of two hires at the same moment the constraint lets one through."""
