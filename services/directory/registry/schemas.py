"""Organizations and API clients as operators register them."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.directory import OrganizationKind, Role, SchoolNumber, SchoolType
from shared.web.text import MailAddress, MailText, PersonName

MAX_ORGANIZATIONS = 5000


class _Given(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NewContact(_Given):
    """A person who acts for an organization."""

    role: Role
    given_name: PersonName
    family_name: PersonName
    email: MailAddress


class NewOrganization(_Given):
    """One organization; a school has a number and a type.

    ``all_day_school`` and ``contacts`` stay as they are where they are not named.
    """

    kind: OrganizationKind
    name: Annotated[str, MailText(160)]
    school_number: SchoolNumber | None = None
    school_type: SchoolType | None = None
    all_day_school: bool = False
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


class NewClient(_Given):
    """For which carrier of which municipality a program may act."""

    municipality: Annotated[str, Field(pattern=r"^\d{8}$")]
    carrier_id: UUID


class ClientSecret(BaseModel):
    """Shown once; only its hash is stored."""

    client_id: str
    client_secret: str
