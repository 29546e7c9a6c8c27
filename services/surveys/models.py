"""What the typed tables of this service have in common, and the copy of the directory's record."""

from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.database.tables import OfTenant, Tenant, Typed, table_of
from shared.privacy.declared import NOT_PERSONAL
from shared.web.idempotency import answers
from shared.web.sessions.models import add_copies


class Base(Typed, DeclarativeBase):
    """The typed tables of this service."""

    metadata = MetaData()
    type_annotation_map: ClassVar[dict[Any, Any]] = {Tenant: String(8)}


metadata = Base.metadata
add_copies(metadata)
answers.to_metadata(metadata)


class Organization(OfTenant, Base):
    """A copy of the directory's record, without those who act for it."""

    __tablename__ = "organizations"

    organization_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    kind: Mapped[str] = mapped_column(Text, info=NOT_PERSONAL | {"label": "Art"})
    name: Mapped[str] = mapped_column(Text, info=NOT_PERSONAL | {"label": "Name"})
    version: Mapped[int] = mapped_column(BigInteger, info=NOT_PERSONAL)


organizations = table_of(Organization)
