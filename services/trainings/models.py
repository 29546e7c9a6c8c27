"""What several capabilities look at: onboardings, their tasks, and copies of records."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Uuid,
)

from shared.database.types import Moment

metadata = MetaData()

people = Table(
    "people",
    metadata,
    Column("person_id", Uuid, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("given_name", String, nullable=False),
    Column("family_name", String, nullable=False),
)

organizations = Table(
    "organizations",
    metadata,
    Column("organization_id", Uuid, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", String, nullable=False),
)

onboardings = Table(
    "onboardings",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("tenant", String, nullable=False, index=True),
    Column("worker_id", Uuid, nullable=False, index=True),
    Column("employment_id", Uuid, nullable=False, index=True),
    Column("carrier_id", Uuid, nullable=False),
    Column("template_id", Uuid, nullable=False),
    Column("correlation_id", Uuid, nullable=False),
    Column("causation_id", Uuid, nullable=False),
    Column("start_date", Date, nullable=False),
    Column("last_day", Date),
    Column("end_correlation_id", Uuid),
    Column("end_causation_id", Uuid),
    Column("ready_at", Moment),
    Column("closed_at", Moment),
    Column("closing_reason", String),
)
"""``last_day`` is the end of the employment as it was announced last by hire or departure."""

_ends = onboardings.c.closed_at.is_(None) & onboardings.c.last_day.is_not(None)
Index("onboardings_to_close", onboardings.c.last_day, postgresql_where=_ends, sqlite_where=_ends)

tasks = Table(
    "tasks",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("onboarding_id", Uuid, ForeignKey("onboardings.id"), nullable=False),
    Column("code", String, nullable=False),
    Column("role", String, nullable=False),
    Column("organization_id", Uuid),
    Column("due_on", Date, nullable=False),
    Column("mandatory", Boolean, nullable=False),
    Column("done_at", Moment),
    Column("done_by", String),
    Index("tasks_of_onboarding", "onboarding_id"),
)
