"""Groups as programs of the office send and see them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.directory.groups.forms import GroupForm, Hours
from services.directory.groups.models import Group, GroupPick
from services.directory.groups.values import Pick, Who
from shared.codes import Open
from shared.contracts.directory import Role, SchoolType
from shared.web.text import PlainText

MAX_PICKED = 2000
MAX_SCHOOLS = 500


class ActingFor(BaseModel):
    """Whoever acts for an organization on the day; in a role, if it is named."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    organization_id: UUID
    role: Role | None = None


class GroupBody(BaseModel):
    """A group: ``who`` it takes in by itself and what narrows that, and who is in it by hand.

    Hours are those of a week, at all schools together; only ``worker`` has them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, PlainText(120)]
    description: Annotated[str, PlainText(300, min=0)] = ""
    who: Who | None = None
    school_type: SchoolType | None = None
    schools: Annotated[tuple[UUID, ...], Field(max_length=MAX_SCHOOLS)] = ()
    carrier_id: UUID | None = None
    hours_from: Hours | None = None
    hours_to: Hours | None = None
    people: Annotated[tuple[UUID, ...], Field(max_length=MAX_PICKED)] = ()
    organizations: Annotated[tuple[ActingFor, ...], Field(max_length=MAX_PICKED)] = ()

    @property
    def form(self) -> GroupForm:
        """Without who is in it by hand."""
        return GroupForm.model_validate(self.model_dump(exclude={"people", "organizations"}))

    @property
    def picks(self) -> list[Pick]:
        """Who is in it by hand."""
        people = [Pick(each, None, "") for each in self.people]
        return people + [
            Pick(None, each.organization_id, each.role.value if each.role else "")
            for each in self.organizations
        ]


class ChangedGroup(GroupBody):
    """The whole group as it should be, instead of the ``version`` that was seen."""

    version: int


class ActingForView(BaseModel):
    """An organization for which whoever acts is in the group; ``role`` is None for any."""

    organization_id: UUID
    role: Open[Role] | None


class GroupView(BaseModel):
    """A group as it is stored; ``members`` counts who is in it today."""

    id: UUID
    name: str
    description: str
    who: Open[Who] | None
    school_type: Open[SchoolType] | None
    schools: list[UUID]
    carrier_id: UUID | None
    hours_from: Decimal | None
    hours_to: Decimal | None
    people: list[UUID]
    organizations: list[ActingForView]
    members: int
    version: int

    @classmethod
    def of(cls, row: Group, picks: Sequence[GroupPick], members: int) -> "GroupView":
        """A group with who is in it by hand, and how many are in it."""
        places = [(each.organization_id, each.role) for each in picks if each.organization_id]
        return cls(
            id=row.id,
            name=row.name,
            description=row.description,
            who=row.who,
            school_type=row.school_type,
            schools=list(row.schools),
            carrier_id=row.carrier_id,
            hours_from=row.hours_from,
            hours_to=row.hours_to,
            people=[each.person_id for each in picks if each.person_id],
            organizations=[
                ActingForView(organization_id=key, role=Role(role) if role else None)
                for key, role in places
            ],
            members=members,
            version=row.version,
        )


class GroupList(BaseModel):
    """Groups of the municipality by name; ``next`` is the address of the next page."""

    items: list[GroupView]
    next: str | None = None


class MemberView(BaseModel):
    """Somebody who is in the group on the day asked for."""

    person_id: UUID


class OwnMembership(BaseModel):
    """Of whoever asks."""

    member: bool


class MemberList(BaseModel):
    """Who is in a group on a day, each once; ``next`` is the address of the next page."""

    items: list[MemberView]
    next: str | None = None
