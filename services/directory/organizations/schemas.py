"""Organizations as programs and operators' systems send and see them."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.codes import Open
from shared.contracts.directory import OrganizationKind, Role, SchoolNumber, SchoolType
from shared.json import Json
from shared.web.sheets import Columns
from shared.web.text import FreeText, MailAddress, MailText, PersonName, PlainText

MAX_ORGANIZATIONS = 5000

OrganizationName = Annotated[str, MailText(160)]
"""It stands in mails."""
Line = Annotated[str, PlainText(160)]
Phone = Annotated[str, Field(pattern=r"^[0-9+/() -]{3,40}$")]

COLUMNS = Columns(
    required=("school_number", "name", "school_type"),
    optional=("all_day_school", "given_name", "family_name", "email"),
    headings={
        "Schulnummer": "school_number",
        "Schule": "name",
        "Schulform": "school_type",
        "OGS": "all_day_school",
        "Leitung Vorname": "given_name",
        "Leitung Nachname": "family_name",
        "Leitung E-Mail": "email",
    },
)
"""Of a school list."""
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


class SchoolView(BaseModel):
    """A school that placements may name."""

    id: UUID
    school_number: SchoolNumber
    name: str
    school_type: SchoolType
    all_day_school: bool


class SchoolList(BaseModel):
    """Schools of the municipality in the order of their numbers; ``next`` is the next page."""

    items: list[SchoolView]
    next: str | None = None


class OrganizationView(BaseModel):
    """An organization as it is stored; a change names the ``version`` that was seen."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: Open[OrganizationKind]
    name: str
    school_number: SchoolNumber | None
    school_type: Open[SchoolType] | None
    all_day_school: bool
    part_of: UUID | None
    district: str | None
    topics: str | None
    offers: str | None
    phone: str | None
    version: int


class OrganizationList(BaseModel):
    """Organizations of the municipality by name; ``next`` is the address of the next page."""

    items: list[OrganizationView]
    next: str | None = None


class _Given(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Organization(_Given):
    kind: OrganizationKind
    name: OrganizationName
    school_number: SchoolNumber | None = None
    school_type: SchoolType | None = None
    all_day_school: bool = False
    district: Line | None = None
    topics: Line | None = None
    offers: Annotated[str, FreeText(2000)] | None = None
    phone: Phone | None = None


class OrganizationBody(_Organization):
    """An organization without its contacts; a school has a number and a type.

    ``part_of`` is the id of the carrier of a branch, the authority of a school, and their like.
    """

    part_of: UUID | None = None


class ChangedOrganization(OrganizationBody):
    """The same after a change of the ``version`` that was seen."""

    version: int


class NewContact(_Given):
    """A person who acts for an organization."""

    role: Role
    given_name: PersonName
    family_name: PersonName
    email: MailAddress


class NewOrganization(_Organization):
    """One organization of an import.

    ``part_of`` is what another is called, in the import or known already. What is not named stays
    as it is.
    """

    part_of: OrganizationName | None = None
    contacts: Annotated[tuple[NewContact, ...], Field(max_length=20)] = ()


class Unread(_Given):
    """A dataset whose organizations have not been looked at."""

    municipality: Annotated[str, Field(pattern=r"^\d{8}$")]
    organizations: Annotated[tuple[Any, ...], Field(max_length=MAX_ORGANIZATIONS)]


class Dataset(_Given):
    """A municipality and its organizations."""

    municipality: Annotated[str, Field(pattern=r"^\d{8}$")]
    organizations: Annotated[tuple[NewOrganization, ...], Field(max_length=MAX_ORGANIZATIONS)]


class Outcome(StrEnum):
    """What became of an organization or a contact."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ENDED = "ended"


class Counts(BaseModel):
    """How many came to what; who is known by organization, role and name is not added again."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    ended: int = 0


class ContactAnswer(BaseModel):
    """Who acts in a role from now on, or acts no longer."""

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
    head = {name: cells.get(name, "") for name in _HEAD}
    if any(name in columns for name in _HEAD):
        school["contacts"] = [{"role": Role.HEAD, **head}] if any(head.values()) else []
    return school
