"""What the typed tables of this service have in common, and copies of the directory's records."""

from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.database.tables import OfTenant, Tenant, Typed, table_of
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal
from shared.web.sessions.models import add_copies


class Base(Typed, DeclarativeBase):
    """The typed tables of this service."""

    metadata = MetaData()
    type_annotation_map: ClassVar[dict[Any, Any]] = {Tenant: String(8)}


metadata = Base.metadata
add_copies(metadata)

_NAME = personal(
    Kind.IDENTITY,
    about="person_id",
    purpose="wie heißt, wer eine Maßnahme übernommen oder etwas geschrieben hat",
    deletion=Deletion.WITH_PERSON,
)


class Organization(OfTenant, Base):
    """A copy of the directory's record, without those who act for it."""

    __tablename__ = "organizations"

    organization_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    kind: Mapped[str] = mapped_column(Text, info=NOT_PERSONAL | {"label": "Art"})
    name: Mapped[str] = mapped_column(Text, info=NOT_PERSONAL | {"label": "Name"})
    version: Mapped[int] = mapped_column(BigInteger, info=NOT_PERSONAL)


organizations = table_of(Organization)


class Person(OfTenant, Base):
    """A copy of the directory's record, without the address."""

    __tablename__ = "people"

    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=identifying(_NAME))
    version: Mapped[int] = mapped_column(BigInteger, info=NOT_PERSONAL)
    merged_into: Mapped[UUID | None] = mapped_column(default=None, info=identifying(_NAME))
    given_name: Mapped[str] = mapped_column(info=_NAME | {"label": "Vorname"})
    family_name: Mapped[str] = mapped_column(info=_NAME | {"label": "Nachname"})


people = table_of(Person)
