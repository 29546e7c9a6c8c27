"""Copies of what the directory and the trainings know, and where each worker works when."""

from sqlalchemy import JSON, BigInteger, Column, Date, Index, String, Table, Uuid

from services.notifications.models import metadata
from shared.database.types import Moment

people = Table(
    "people",
    metadata,
    Column("person_id", Uuid, primary_key=True),
    Column("tenant", String(8), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("given_name", String, nullable=False),
    Column("family_name", String, nullable=False),
    Column("email", String, nullable=False),
)

organizations = Table(
    "organizations",
    metadata,
    Column("organization_id", Uuid, primary_key=True),
    Column("tenant", String(8), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False),
    Column("school_number", String(6)),
    Column("contacts", JSON, nullable=False),
    Index("organizations_kind", "tenant", "kind"),
)

templates = Table(
    "templates",
    metadata,
    Column("template_id", Uuid, primary_key=True),
    Column("tenant", String(8), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("tasks", JSON, nullable=False),
)

employments = Table(
    "employments",
    metadata,
    Column("employment_id", Uuid, primary_key=True),
    Column("tenant", String(8), nullable=False),
    Column("worker_id", Uuid, nullable=False, index=True),
    Column("carrier_id", Uuid, nullable=False),
    Column("start_date", Date, nullable=False),
    Column("last_day", Date),
    Column("school_ids", JSON, nullable=False),
    Column("as_of", Moment, nullable=False),
)
"""As it was announced by the hire; the last day as it was announced last."""

placements = Table(
    "placements",
    metadata,
    Column("employment_id", Uuid, primary_key=True),
    Column("valid_from", Date, primary_key=True),
    Column("tenant", String(8), nullable=False),
    Column("worker_id", Uuid, nullable=False, index=True),
    Column("school_ids", JSON, nullable=False),
)
"""The schools from a day on until the next such day; before the first one, those of the hire."""
