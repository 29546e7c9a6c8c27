"""Which instances have paused their delivery."""

from sqlalchemy import Column, String, Table, Uuid

from services.notifications.models import metadata
from shared.database.types import Moment

pauses = Table(
    "delivery_pauses",
    metadata,
    Column("holder", Uuid, primary_key=True),
    Column("cause", String(20), nullable=False),
    Column("since", Moment, nullable=False),
    Column("next_try_at", Moment, nullable=False),
)
