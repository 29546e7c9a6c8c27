"""The table of plans."""

from sqlalchemy import Column, Date, Index, String, Table, UniqueConstraint, Uuid

from services.surveys.models import metadata

pulses = Table(
    "pulses",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("tenant", String(8), nullable=False),
    Column("onboarding_id", Uuid, nullable=False),
    Column("worker_id", Uuid, nullable=False),
    Column("employment_id", Uuid, nullable=False),
    Column("occasion", String(20), nullable=False),
    Column("due_on", Date, nullable=False),
    Column("state", String(10), nullable=False),
    Column("correlation_id", Uuid, nullable=False),
    Column("causation_id", Uuid),
    UniqueConstraint("onboarding_id", "occasion", name="pulses_once_per_onboarding"),
    Index("pulses_due", "state", "due_on"),
    Index("pulses_of_employment", "employment_id"),
)
"""Who is to be asked when, and to whose story that belongs."""

ends = Table(
    "ends",
    metadata,
    Column("employment_id", Uuid, primary_key=True),
    Column("tenant", String(8), nullable=False),
    Column("last_day", Date, nullable=False),
    Column("correlation_id", Uuid, nullable=False),
    Column("causation_id", Uuid),
)
"""The last day of an employment as it was announced last, and to whose story that belongs.

A pulse is not changed by it: on its day it is judged by what stands here.
"""
