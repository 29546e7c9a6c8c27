"""Organizations, people, and who acts for whom."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Uuid

from services.directory.models import metadata

organizations = Table(
    "organizations",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("tenant", String, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False),
    Column("school_number", String, unique=True),
    Column("school_type", String),
    Column("all_day_school", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)
"""A school is known by its number, which is unique in the state, anything else by its name."""

Index(
    "organizations_by_name",
    organizations.c.tenant,
    organizations.c.kind,
    organizations.c.name,
    unique=True,
    postgresql_where=organizations.c.school_number.is_(None),
    sqlite_where=organizations.c.school_number.is_(None),
)

people = Table(
    "people",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("tenant", String, nullable=False, index=True),
    Column("given_name", String, nullable=False),
    Column("family_name", String, nullable=False),
    Column("email", String, nullable=False),
    Column("version", Integer, nullable=False),
)

contacts = Table(
    "contacts",
    metadata,
    Column("organization_id", Uuid, ForeignKey("organizations.id"), primary_key=True),
    Column("role", String, primary_key=True),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False, index=True),
)
