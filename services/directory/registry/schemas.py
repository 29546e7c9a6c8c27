"""Organizations and API clients as operators register them."""

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


class Registered(BaseModel):
    """How many organizations were new, changed and as before; ids by school number or name."""

    added: int
    changed: int
    unchanged: int
    ids: dict[str, UUID]


class NewClient(_Given):
    """For which carrier of which municipality a program may act."""

    municipality: Annotated[str, Field(pattern=r"^\d{8}$")]
    carrier_id: UUID


class ClientSecret(BaseModel):
    """Shown once; only its hash is stored."""

    client_id: str
    client_secret: str
