"""Which programs may ask for a token, and for which carrier."""

from sqlalchemy import Column, ForeignKey, LargeBinary, String, Table, Uuid

from services.directory.models import metadata
from shared.database.types import Moment

clients = Table(
    "clients",
    metadata,
    Column("client_id", String, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("carrier_id", Uuid, ForeignKey("organizations.id"), nullable=False),
    Column("secret_sha256", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("revoked_at", Moment),
)
