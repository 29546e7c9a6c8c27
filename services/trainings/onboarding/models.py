"""Onboardings and their tasks."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, String, Table, Uuid

from services.trainings.models import metadata
from shared.database.types import Moment

onboardings = Table(
    "onboardings",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("tenant", String, nullable=False, index=True),
    Column("worker_id", Uuid, nullable=False, index=True),
    Column("carrier_id", Uuid, nullable=False),
    Column("template_id", Uuid, nullable=False),
    Column("correlation_id", Uuid, nullable=False),
    Column("causation_id", Uuid, nullable=False),
    Column("start_date", Date, nullable=False),
    Column("ready_at", Moment),
    Column("closed_at", Moment),
    Column("closing_reason", String),
)

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
