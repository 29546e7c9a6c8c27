"""Organizations, people, and who acts for whom."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Uuid

from services.directory.models import metadata
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_PERSON = personal(
    Kind.IDENTITY,
    about="id",
    purpose="Fachkräfte und Ansprechpersonen beim Namen nennen",
    deletion=Deletion.WITH_PERSON,
)
_ADDRESS = personal(
    Kind.CONTACT,
    about="id",
    purpose="Fachkräfte und Ansprechpersonen anschreiben",
    deletion=Deletion.WITH_PERSON,
)
_CONTACT = personal(
    Kind.IDENTITY,
    about="person_id",
    purpose="wer für eine Organisation handelt",
    deletion=Deletion.NO_LONGER_NAMED,
)

organizations = Table(
    "organizations",
    metadata,
    Column("id", Uuid, primary_key=True, info=NOT_PERSONAL),
    Column("tenant", String, nullable=False, index=True, info=NOT_PERSONAL),
    Column("kind", String, nullable=False, info=NOT_PERSONAL),
    Column("name", String, nullable=False, info=NOT_PERSONAL),
    Column("school_number", String, unique=True, info=NOT_PERSONAL),
    Column("school_type", String, info=NOT_PERSONAL),
    Column("all_day_school", Boolean, nullable=False, info=NOT_PERSONAL),
    Column("version", Integer, nullable=False, info=NOT_PERSONAL),
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
    Column("id", Uuid, primary_key=True, info=identifying(_PERSON)),
    Column("tenant", String, nullable=False, index=True, info=NOT_PERSONAL),
    Column("given_name", String, nullable=False, info=_PERSON),
    Column("family_name", String, nullable=False, info=_PERSON),
    Column("email", String, nullable=False, info=_ADDRESS),
    Column("version", Integer, nullable=False, info=NOT_PERSONAL),
)

contacts = Table(
    "contacts",
    metadata,
    Column("organization_id", Uuid, ForeignKey("organizations.id"), primary_key=True),
    Column("role", String, primary_key=True),
    Column(
        "person_id",
        Uuid,
        ForeignKey("people.id"),
        nullable=False,
        index=True,
        info=identifying(_CONTACT),
    ),
    info=_CONTACT,
)
