"""Letters that were given up: ids and codes, nobody's name and nobody's address."""

from sqlalchemy import Column, Index, Integer, String, Table, Uuid

from services.notifications.models import metadata
from shared.database.types import Moment

given_up = Table(
    "given_up",
    metadata,
    Column("letter_id", Uuid, primary_key=True),
    Column("tenant", String(8), nullable=False),
    Column("correlation_id", Uuid, nullable=False),
    Column("kind", String, nullable=False),
    Column("role", String, nullable=False),
    Column("cause", String(20), nullable=False),
    Column("reply", String(20), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("given_up_at", Moment, nullable=False),
    Index("given_up_cause", "cause", "letter_id"),
)
