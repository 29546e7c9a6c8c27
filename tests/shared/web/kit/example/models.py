"""Organizations of a municipality."""

from typing import Any
from uuid import UUID

from sqlalchemy import Index, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.contracts.directory import OrganizationKind, OrganizationRecord, SchoolType
from shared.database.search import Searchable, sort_key
from shared.database.types import Code
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL


class Base(DeclarativeBase):
    metadata = MetaData()


class Organization(Versioned, Searchable, Base):
    """An organization, found by its name and number."""

    __tablename__ = "organizations"
    __table_args__ = (Index("organizations_by_name", "tenant", "name_key", "id"),)
    searched = ("name", "school_number")

    tenant: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(info={"label": "Name"})
    name_key: Mapped[str] = sort_key("name", NOT_PERSONAL)
    kind: Mapped[str] = mapped_column(Code(OrganizationKind), info={"label": "Art"})
    school_number: Mapped[str | None] = mapped_column(info={"label": "Schulnummer"})
    school_type: Mapped[str | None] = mapped_column(Code(SchoolType), info={"label": "Schulform"})
    all_day_school: Mapped[bool] = mapped_column(default=False, info={"label": "Ganztag"})

    def as_record(self) -> OrganizationRecord:
        known: dict[str, Any] = {name: getattr(self, name) for name in _COPIED}
        return OrganizationRecord(organization_id=self.id, **known)


_COPIED = ("version", "kind", "name", "school_number", "school_type")
