"""Templates and their tasks; a template is never changed, a new version replaces it."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Uuid

from services.trainings.models import metadata
from shared.database.types import Moment

templates = Table(
    "templates",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("tenant", String, nullable=False, index=True),
    Column("carrier_id", Uuid),
    Column("school_type", String),
    Column("version", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
)
"""For a municipality or for everyone; with a carrier or a school type only for those."""

Index(
    "templates_version",
    templates.c.tenant,
    templates.c.carrier_id,
    templates.c.school_type,
    templates.c.version,
    unique=True,
    postgresql_nulls_not_distinct=True,
)
"""Of two that are added at once PostgreSQL lets one through; SQLite adds them one by one."""

template_tasks = Table(
    "template_tasks",
    metadata,
    Column("template_id", Uuid, ForeignKey("templates.id"), primary_key=True),
    Column("code", String, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("title", String, nullable=False),
    Column("role", String, nullable=False),
    Column("due_days", Integer, nullable=False),
    Column("mandatory", Boolean, nullable=False),
    Column("stage", String, nullable=False),
)
