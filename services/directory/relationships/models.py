"""Relationships with their days."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from services.directory.values import day_after
from shared.clock import A_DAY
from shared.contracts.relationships import RelationshipRecord, RelationshipType
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_RELATED = personal(
    Kind.IDENTITY,
    about="from_person_id",
    purpose="wer für eine Organisation da ist",
    deletion=Deletion.CONNECTIONS_OVER,
)


class Relationship(OfTenant, Versioned, Base):
    """Half-open: the day ``valid_to`` is the first on which it is over.

    It starts at an organization or a person, and is there for an organization.
    """

    __tablename__ = "relationships"
    __table_args__ = (
        Index("relationships_in_order", "tenant", "valid_from", "id"),
        Index("relationships_of_target", "to_organization_id", "type"),
        {"info": _RELATED},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    type: Mapped[RelationshipType] = mapped_column(
        Code(RelationshipType), info={"label": "Beziehung"}
    )
    from_organization_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organizations.id"), default=None, index=True
    )
    from_person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("people.id"), default=None, index=True, info=identifying(_RELATED)
    )
    to_organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id"))
    valid_from: Mapped[date] = mapped_column(info={"label": "Ab"})
    valid_to: Mapped[date | None] = mapped_column(default=None)
    contact_order: Mapped[int] = mapped_column(info={"label": "Reihenfolge"})
    agreed_on: Mapped[date | None] = mapped_column(default=None, info={"label": "Vereinbart am"})
    reference: Mapped[str | None] = mapped_column(default=None, info={"label": "Fundstelle"})

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds."""
        return self.valid_to and self.valid_to - A_DAY

    @last_day.setter
    def last_day(self, day: date | None) -> None:
        self.valid_to = day and day_after(day)

    def as_record(self) -> RelationshipRecord:
        """The state others copy."""
        return RelationshipRecord(
            relationship_id=self.id,
            version=self.version,
            type=self.type,
            from_organization_id=self.from_organization_id,
            from_person_id=self.from_person_id,
            to_organization_id=self.to_organization_id,
            valid_from=self.valid_from,
            last_day=self.last_day,
            contact_order=self.contact_order,
        )


relationships = table_of(Relationship)
