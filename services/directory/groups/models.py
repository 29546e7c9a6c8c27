"""Groups with their rules, and whom the office put into them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import JSON, Dialect, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from services.directory.groups.values import Rule, Who
from services.directory.models import Base
from shared.contracts.directory import SchoolType
from shared.contracts.groups import GroupRecord
from shared.database.search import Searchable, sort_key
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code, Hundredths
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Info, Kind, identifying, personal
from shared.web.conflicts import Conflict, Unreachable

_MEMBER = personal(
    Kind.PARTICIPATION,
    about="person_id",
    purpose="wen die Koordinierungsstelle von Hand in eine Gruppe aufgenommen hat",
    deletion=Deletion.WITH_PERSON,
)


def _shown(label: str) -> Info:
    return {"label": label, **NOT_PERSONAL}


class _Ids(TypeDecorator[Sequence[UUID]]):
    """A few ids, as JSON."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Sequence[UUID] | None, dialect: Dialect) -> list[str]:
        return [str(each) for each in value or ()]

    def process_result_value(self, value: Sequence[str] | None, dialect: Dialect) -> list[UUID]:
        return [UUID(each) for each in value or ()]


class Group(OfTenant, Versioned, Searchable, Base):
    """Who is in it is not stored: the rule, if it has one, is applied on the day that is asked for.

    Its version grows with whom the office puts into it as well.
    """

    __tablename__ = "people_groups"
    __table_args__ = (UniqueConstraint("tenant", "name_key"),)
    searched = ("name", "description")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    name: Mapped[str] = mapped_column(info=_shown("Name"))
    name_key: Mapped[str] = sort_key("name", NOT_PERSONAL)
    search_text: Mapped[str] = mapped_column(default=None, info=NOT_PERSONAL)
    description: Mapped[str] = mapped_column(info=_shown("Wofür"))
    who: Mapped[Who | None] = mapped_column(Code(Who), default=None, info=_shown("Wer"))
    school_type: Mapped[SchoolType | None] = mapped_column(
        Code(SchoolType), default=None, info=_shown("An Schulen der Schulform")
    )
    schools: Mapped[Sequence[UUID]] = mapped_column(
        _Ids, default=(), info=_shown("An diesen Schulen")
    )
    carrier_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organizations.id"), default=None, info=_shown("Anstellungsträger")
    )
    hours_from: Mapped[Decimal | None] = mapped_column(
        Hundredths, default=None, info=_shown("Wochenstunden von")
    )
    hours_to: Mapped[Decimal | None] = mapped_column(
        Hundredths, default=None, info=_shown("Wochenstunden bis")
    )

    @property
    def rule(self) -> Rule | None:
        """None where everybody in it was put into it by hand."""
        if self.who is None:
            return None
        return Rule(
            who=self.who,
            school_type=self.school_type,
            carrier_id=self.carrier_id,
            hours_from=self.hours_from,
            hours_to=self.hours_to,
            schools=self.schools,
        )

    def as_record(self) -> GroupRecord:
        """The state others copy."""
        return GroupRecord(
            group_id=self.id, version=self.version, name=self.name, by_rule=self.who is not None
        )


class GroupPick(OfTenant, Base):
    """A person, or whoever acts for an organization; ``role`` is empty where any role counts."""

    __tablename__ = "people_group_picks"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("people_groups.id"), info=NOT_PERSONAL)
    person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"),
        default=None,
        index=True,
        info=identifying(_MEMBER),
    )
    organization_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organizations.id"), default=None, info=NOT_PERSONAL
    )
    role: Mapped[str] = mapped_column(default="", info=NOT_PERSONAL)


picks = table_of(GroupPick)
_people, _organizations = picks.c.person_id.is_not(None), picks.c.organization_id.is_not(None)
Index(
    "people_group_picks_of_person",
    picks.c.group_id,
    picks.c.person_id,
    unique=True,
    postgresql_where=_people,
    sqlite_where=_people,
)
Index(
    "people_group_picks_of_organization",
    picks.c.group_id,
    picks.c.organization_id,
    picks.c.role,
    unique=True,
    postgresql_where=_organizations,
    sqlite_where=_organizations,
)
CONSTRAINTS: Mapping[str, Conflict | Unreachable] = {
    "people_groups.tenant, people_groups.name_key": Conflict(
        code="group-known",
        title="The municipality has a group of this name already",
        field="name",
        reason="is the name of another group",
    ),
    **dict.fromkeys(
        (
            "people_group_picks.group_id, people_group_picks.person_id",
            "people_group_picks.group_id, people_group_picks.organization_id,"
            " people_group_picks.role",
        ),
        Unreachable("who is in it by hand already is not inserted"),
    ),
}
