"""The delivery log: one row per letter, with ids, codes and dates but nobody's name."""

from sqlalchemy import JSON, Column, Index, Integer, SmallInteger, String, Table, Uuid

from services.notifications.models import metadata
from shared.database.types import Moment

letters = Table(
    "letters",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("group_id", Uuid, nullable=False),
    Column("tenant", String(8), nullable=False),
    Column("worker_id", Uuid, nullable=False),
    Column("employment_id", Uuid, nullable=False),
    Column("onboarding_id", Uuid),
    Column("kind", String, nullable=False),
    Column("role", String, nullable=False),
    Column("organization_id", Uuid),
    Column("payload", JSON, nullable=False),
    Column("state", String(20), nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("waits_for", Uuid),
    Column("leased_until", Moment),
    Column("leased_by", Uuid),
    Column("correlation_id", Uuid, nullable=False),
    Column("causation_id", Uuid, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("put_back_at", Moment),
    Index("letters_due", "state", "priority", "not_before"),
    Index("letters_group", "group_id"),
    Index("letters_worker", "worker_id"),
    Index("letters_onboarding", "onboarding_id"),
    Index("letters_employment", "employment_id"),
)
_waits = letters.c.waits_for.is_not(None)
Index("letters_waiting", letters.c.waits_for, postgresql_where=_waits, sqlite_where=_waits)
