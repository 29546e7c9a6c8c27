"""Organizations as they are loaded and as they are shown."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.directory import OrganizationKind, Role, SchoolNumber, SchoolType
from shared.web.text import MailAddress, PersonName, PlainText


class _Given(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NewContact(_Given):
    """A person who acts for an organization."""

    role: Role
    given_name: PersonName
    family_name: PersonName
    email: MailAddress


class NewOrganization(_Given):
    """One organization; a school has a number and a type."""

    kind: OrganizationKind
    name: Annotated[str, PlainText(160)]
    school_number: SchoolNumber | None = None
    school_type: SchoolType | None = None
    all_day_school: bool = False
    contacts: tuple[NewContact, ...] = ()


class Dataset(_Given):
    """A municipality and its organizations."""

    municipality: Annotated[str, Field(pattern=r"^\d{8}$")]
    organizations: tuple[NewOrganization, ...]


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
