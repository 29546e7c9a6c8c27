"""The departures that carriers have posted."""

from sqlalchemy import Column, Date, ForeignKey, String, Table, Uuid

from services.directory.models import metadata
from shared.database.types import Moment

departures = Table(
    "departures",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("employment_id", Uuid, ForeignKey("employments.id"), nullable=False, index=True),
    Column("last_day", Date, nullable=False),
    Column("reason", String, nullable=False),
    Column("recorded_at", Moment, nullable=False),
)
"""Every one; the latest applies."""
