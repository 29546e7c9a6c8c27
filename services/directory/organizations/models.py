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


def _shown(label: str) -> dict[str, Any]:
    return {"label": label, **NOT_PERSONAL}


class Organization(OfTenant, Versioned, Searchable, Base):
    """A school is known by its number, unique in the state, anything else by kind and name."""

    __tablename__ = "organizations"
    searched = ("name", "school_number")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    name: Mapped[str] = mapped_column(info=_shown("Name"))
    name_key: Mapped[str] = sort_key("name", NOT_PERSONAL)
    search_text: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    kind: Mapped[str] = mapped_column(Code(OrganizationKind), info=_shown("Art"))
    school_number: Mapped[str | None] = mapped_column(unique=True, info=_shown("Schulnummer"))
    school_type: Mapped[str | None] = mapped_column(Code(SchoolType), info=_shown("Schulform"))
    all_day_school: Mapped[bool] = mapped_column(default=False, info=_shown("Offener Ganztag"))

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
