"""Every event that was seen, and the copies that put it into words; no person is kept here."""

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, String, Table, Text, Uuid

from services.dashboard.models import metadata
from shared.database.types import Moment

Position = BigInteger().with_variant(Integer(), "sqlite")

seen = Table(
    "seen",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("type", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("tenant", String(8), nullable=False),
    Column("correlation_id", Uuid, nullable=False),
    Column("causation_id", Uuid),
    Column("time", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("data", Text, nullable=False),
    Index("seen_by_correlation", "correlation_id"),
    Index("seen_by_key", "key", "type"),
    Index("seen_by_type", "type", "position"),
    Index("seen_by_time", "time"),
)

templates = Table(
    "templates",
    metadata,
    Column("template_id", Uuid, primary_key=True),
    Column("tasks", JSON, nullable=False),
    Column("tenant", String(8), nullable=False, index=True),
    Column("version", BigInteger, nullable=False),
)

organizations = Table(
    "organizations",
    metadata,
    Column("organization_id", Uuid, primary_key=True),
    Column("kind", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("school_number", String(6)),
    Column("tenant", String(8), nullable=False),
    Column("version", BigInteger, nullable=False),
)
