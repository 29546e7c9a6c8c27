"""Organizations, people, and who acts for whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from services.directory.organizations.values import Standing, standing_of
from services.directory.values import day_after
from shared.clock import A_DAY
from shared.contracts.directory import (
    Contact,
    OrganizationKind,
    OrganizationRecord,
    Role,
    SchoolType,
)
from shared.database.paging import Shown
from shared.database.search import Searchable, sort_key
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code, Hundredths
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Info, Kind, identifying, personal
from shared.web.conflicts import Conflict, Unreachable

_CONTACT = personal(
    Kind.IDENTITY,
    about="person_id",
    purpose="wer für eine Organisation handelt",
    deletion=Deletion.NO_LONGER_NAMED,
)


def _shown(label: str) -> Info:
    return {"label": label, **NOT_PERSONAL}


class Organization(OfTenant, Versioned, Searchable, Base):
    """A school is known by its number, unique in the state, anything else by kind and name."""

    __tablename__ = "organizations"
    searched = ("name", "school_number", "district", "topics", "offers")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    name: Mapped[str] = mapped_column(info=_shown("Name"))
    name_key: Mapped[str] = sort_key("name", NOT_PERSONAL)
    search_text: Mapped[str] = mapped_column(default=None, info=NOT_PERSONAL)
    kind: Mapped[OrganizationKind] = mapped_column(Code(OrganizationKind), info=_shown("Art"))
    school_number: Mapped[str | None] = mapped_column(
        default=None, unique=True, info=_shown("Schulnummer")
    )
    school_type: Mapped[SchoolType | None] = mapped_column(
        Code(SchoolType), default=None, info=_shown("Schulform")
    )
    all_day_school: Mapped[bool] = mapped_column(default=False, info=_shown("Offener Ganztag"))
    part_of: Mapped[UUID | None] = mapped_column(
        ForeignKey("organizations.id"), default=None, index=True, info=_shown("Gehört zu")
    )
    district: Mapped[str | None] = mapped_column(default=None, info=_shown("Bezirk"))
    topics: Mapped[str | None] = mapped_column(default=None, info=_shown("Themen"))
    offers: Mapped[str | None] = mapped_column(default=None, info=_shown("Angebote"))
    phone: Mapped[str | None] = mapped_column(default=None, info=_shown("Telefon"))
    coordination_hours: Mapped[Decimal | None] = mapped_column(
        Hundredths, default=None, info=_shown("Koordinierung, Stunden je Woche")
    )
    valid_from: Mapped[date | None] = mapped_column(default=None, info=_shown("Geöffnet ab"))
    valid_to: Mapped[date | None] = mapped_column(default=None, info=_shown("Geschlossen seit"))
    successor_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organizations.id"), default=None, index=True, info=_shown("Nachfolge")
    )
    former_number: Mapped[str | None] = mapped_column(
        default=None, info=_shown("Frühere Schulnummer")
    )

    @property
    def last_day(self) -> date | None:
        """The last day on which it is open."""
        return self.valid_to and self.valid_to - A_DAY

    @last_day.setter
    def last_day(self, day: date | None) -> None:
        self.valid_to = day and day_after(day)

    def standing(self, today: date) -> Standing:
        return standing_of(self.valid_from, self.valid_to, today)

    def as_record(self, contacts: Mapping[Role, UUID]) -> OrganizationRecord:
        """The state others copy; ``contacts`` are who acts in which role."""
        acting = [Contact(role=role, person_id=who) for role, who in sorted(contacts.items())]
        return OrganizationRecord(
            organization_id=self.id,
            version=self.version,
            kind=self.kind,
            name=self.name,
            school_number=self.school_number,
            school_type=self.school_type,
            all_day_school=self.all_day_school,
            part_of=self.part_of,
            contacts=tuple(acting),
            valid_from=self.valid_from,
            last_day=self.last_day,
            successor_id=self.successor_id,
        )


@dataclass(frozen=True)
class Listed:
    """An organization with what it is a part of."""

    organization: Organization
    whole: str

    @property
    def id(self) -> UUID:
        return self.organization.id


def _column(name: str, label: str) -> Shown:
    return Shown(name, label, attrgetter(f"organization.{name}"))


LISTED = (
    _column("name", "Name"),
    _column("kind", "Art"),
    _column("school_number", "Schulnummer"),
    _column("school_type", "Schulform"),
    _column("all_day_school", "Offener Ganztag"),
    Shown("part_of", "Gehört zu", attrgetter("whole")),
    _column("district", "Bezirk"),
    _column("topics", "Themen"),
    _column("offers", "Angebote"),
    _column("phone", "Telefon"),
    _column("valid_from", "Geöffnet ab"),
    _column("last_day", "Letzter Tag"),
)


class ActingPerson(Base):
    """Who acts for an organization in a role."""

    __tablename__ = "contacts"
    __table_args__ = ({"info": _CONTACT},)

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id"), index=True, info=identifying(_CONTACT)
    )


contacts = table_of(ActingPerson)
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

CONSTRAINTS: Mapping[str, Conflict | Unreachable] = {
    "organizations.school_number": Conflict(
        code="school-number-taken",
        title="Another organization has this school number",
        field="school_number",
        reason="belongs to an organization that was added at the same time",
    ),
    "contacts.organization_id, contacts.role": Unreachable("refused before, or overtaken"),
    "organizations.tenant, organizations.kind, organizations.name": Conflict(
        code="organization-known",
        title="The municipality has this organization already",
        field="name",
        reason="belongs to an organization that was added at the same time",
    ),
}
