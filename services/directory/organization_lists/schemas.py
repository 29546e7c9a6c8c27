"""Lists of organizations as operators' systems send them, and how they are answered."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.directory.organization_lists.values import Outcome, RefusedRow
from services.directory.organizations.values import (
    CoordinationHours,
    Dated,
    Line,
    Offers,
    OrganizationName,
    Phone,
    Standing,
)
from services.directory.schemas import Day, Posted
from shared.contracts.directory import OrganizationKind, Role, SchoolNumber, SchoolType
from shared.json import Json
from shared.web.problem import FieldError
from shared.web.sheets import iso_day
from shared.web.text import MailAddress, PersonName

MAX_ORGANIZATIONS = 5000

_HEAD = ("given_name", "family_name", "email")
_TYPES = {
    "grundschule": "primary",
    "hauptschule": "main",
    "realschule": "middle",
    "sekundarschule": "secondary",
    "gesamtschule": "comprehensive",
    "gymnasium": "grammar",
    "förderschule": "special_needs",
    "förderzentrum": "special_needs",
    "berufskolleg": "vocational",
}
_ALL_DAY = {
    **dict.fromkeys(("ja", "j", "x", "1", "true", "yes"), True),
    **dict.fromkeys(("nein", "n", "0", "false", "no", "-", "–", ""), False),
}


class NewContact(Posted):
    """A person who acts for an organization."""

    role: Role
    given_name: PersonName
    family_name: PersonName
    email: MailAddress


class NewOrganization(Posted):
    """One organization of an import.

    ``part_of`` is what another is called, in the import or known already. What is not named stays
    as it is.
    """

    kind: OrganizationKind
    name: OrganizationName
    school_number: SchoolNumber | None = None
    school_type: SchoolType | None = None
    all_day_school: bool = False
    district: Line | None = None
    topics: Line | None = None
    offers: Offers | None = None
    phone: Phone | None = None
    coordination_hours: CoordinationHours | None = None
    part_of: OrganizationName | None = None
    valid_from: Day | None = None
    last_day: Day | None = None
    contacts: Annotated[tuple[NewContact, ...], Field(max_length=20)] = ()

    def role_errors(self) -> list[FieldError]:
        """A role that two have."""
        first: dict[Role, int] = {}
        return [
            FieldError(f"contacts.{place}.role", f"contact {before + 1} has this role already")
            for place, contact in enumerate(self.contacts)
            if (before := first.setdefault(contact.role, place)) != place
        ]


class Unread(Posted):
    """A dataset whose organizations have not been looked at."""

    municipality: Annotated[str, Field(pattern=r"^\d{8}$")]
    organizations: Annotated[tuple[Any, ...], Field(max_length=MAX_ORGANIZATIONS)]


class Dataset(Posted):
    """A municipality and its organizations."""

    municipality: Annotated[str, Field(pattern=r"^\d{8}$")]
    organizations: Annotated[tuple[NewOrganization, ...], Field(max_length=MAX_ORGANIZATIONS)]


class Counts(BaseModel):
    """How many came to what; who is known by organization, role and name is not added again."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    ended: int = 0


class ContactAnswer(BaseModel):
    """Who acts in a role from now on, or acts no longer."""

    model_config = ConfigDict(from_attributes=True)

    role: Role
    person_id: UUID
    outcome: Outcome


class OrganizationAnswer(BaseModel):
    """``row`` counts the organizations given, or the lines below the heading, from 1."""

    row: int
    id: UUID
    outcome: Outcome
    contacts: list[ContactAnswer]


class Registered(BaseModel):
    """How many organizations came to what, their contacts, and each; ids by number or name."""

    added: int
    changed: int
    unchanged: int
    contacts: Counts
    ids: dict[str, UUID]
    rows: list[OrganizationAnswer]


Faults = Mapping[int, Sequence[FieldError]]
"""What is wrong with the organization at a place, from 0; by the names of its fields."""


@dataclass(frozen=True)
class Import:
    """Organizations of a municipality, the row of each, and the roles that are spoken of."""

    municipality: str
    organizations: Sequence[NewOrganization]
    rows: Sequence[int]
    roles: Collection[Role]
    in_a_list: bool
    refused: Sequence[RefusedRow] = ()

    def field(self, place: int, name: str) -> str:
        """How the field of the organization at that place, from 0, is called in an error."""
        if self.in_a_list:
            return f"row {self.rows[place]}: {name}"
        return f"organizations.{place}.{name}"

    def of_closed(self, known: Iterable[Dated], today: date) -> Faults:
        """Schools of a list whose number a closed one has, if it says nothing of last days."""
        closed = [each for each in known if each.standing(today) is Standing.CLOSED]
        numbers = {each.school_number for each in closed} - {None}
        error = FieldError("school_number", "belongs to a school that is closed")
        return {
            place: [error]
            for place, each in enumerate(self.organizations)
            if each.school_number in numbers
            and self.in_a_list
            and "last_day" not in each.model_fields_set
        }

    def without(self, faults: Faults) -> "Import":
        """The same with those organizations refused."""
        kept = [place for place in range(len(self.rows)) if not faults.get(place)]
        refused = [
            RefusedRow(self.rows[place], self.organizations[place].name, errors)
            for place, errors in faults.items()
            if errors
        ]
        return replace(
            self,
            organizations=[self.organizations[place] for place in kept],
            rows=[self.rows[place] for place in kept],
            refused=sorted((*self.refused, *refused), key=lambda each: each.row),
        )


def school_of(cells: Mapping[str, str], columns: Collection[str]) -> Json:
    """A row of a school list as an organization of an import; what is not understood stays text."""
    school_type = cells.get("school_type", "").casefold()
    school: Json = {
        "kind": OrganizationKind.SCHOOL,
        "name": cells.get("name", ""),
        "school_number": cells.get("school_number", ""),
        "school_type": _TYPES.get(school_type, school_type),
    }
    if "all_day_school" in columns:
        cell = cells.get("all_day_school", "")
        school["all_day_school"] = _ALL_DAY.get(cell.casefold(), cell)
    if "last_day" in columns:
        school["last_day"] = iso_day(cells.get("last_day", "")) or None
    head = {name: cells.get(name, "") for name in _HEAD}
    if any(name in columns for name in _HEAD):
        school["contacts"] = [{"role": Role.HEAD, **head}] if any(head.values()) else []
    return school
