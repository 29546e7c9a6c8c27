"""Organizations, people, and who acts for whom."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Uuid
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm.attributes import flag_modified

from services.directory.models import Base, metadata
from shared.contracts.directory import (
    Contact,
    OrganizationKind,
    OrganizationRecord,
    Role,
    SchoolType,
)
from shared.database.search import Searchable, sort_key
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code
from shared.database.versions import Versioned
from shared.ids import new_id


class Organization(OfTenant, Versioned, Searchable, Base):
    """A school is known by its number, unique in the state, anything else by kind and name."""

    __tablename__ = "organizations"
    searched = ("name", "school_number")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(info={"label": "Name"})
    name_key: Mapped[str] = sort_key("name")
    kind: Mapped[str] = mapped_column(Code(OrganizationKind), info={"label": "Art"})
    school_number: Mapped[str | None] = mapped_column(unique=True, info={"label": "Schulnummer"})
    school_type: Mapped[str | None] = mapped_column(Code(SchoolType), info={"label": "Schulform"})
    all_day_school: Mapped[bool] = mapped_column(default=False, info={"label": "Offener Ganztag"})

    def touch(self) -> None:
        """Let the version grow although no column differs: somebody else acts for it."""
        flag_modified(self, "name")

    def as_record(self, contacts: Mapping[Role, UUID]) -> OrganizationRecord:
        """The state others copy; ``contacts`` are who acts in which role."""
        known: dict[str, Any] = {name: getattr(self, name) for name in _COPIED}
        acting = [Contact(role=role, person_id=who) for role, who in sorted(contacts.items())]
        return OrganizationRecord(organization_id=self.id, contacts=tuple(acting), **known)


_COPIED = ("version", "kind", "name", "school_number", "school_type")

organizations = table_of(Organization)
Index(
    "organizations_by_name",
    organizations.c.tenant,
    organizations.c.kind,
    organizations.c.name,
    unique=True,
    postgresql_where=organizations.c.school_number.is_(None),
    sqlite_where=organizations.c.school_number.is_(None),
)
Index("organizations_in_order", *(organizations.c[name] for name in ("tenant", "name_key", "id")))

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
