"""What was answered to a request with an Idempotency-Key."""

from sqlalchemy import Column, String, Table, Text, Uuid

from services.directory.models import metadata
from shared.database.types import Moment

answers = Table(
    "answers",
    metadata,
    Column("carrier_id", Uuid, primary_key=True),
    Column("key", String, primary_key=True),
    Column("fingerprint", String, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)
