"""What becomes of somebody whom the provider has signed in."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from services.directory.oidc.values import RolesGiven
from shared.codes import OpenCode
from shared.contracts.words import words
from shared.web.sessions.display import Display


@dataclass(frozen=True, slots=True)
class OneSelf:
    """Somebody who says which account is theirs, and proves it; see ``web.audit.Actor``."""

    tenant: str
    actor: str
    role: str = "self"


class Account(Protocol):
    """An account at the provider."""

    @property
    def issuer(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def sub(self) -> str: ...


class LinkedBy(OpenCode):
    """What showed that an account at the provider is this person's."""

    CODE = "code"
    """Signed in there, and entered a code that went to the address on record."""
    OFFICE = "office"
    """Somebody of the office or the operation knows them."""
    PERSONNEL = "personnel"
    """A claim that never changes is the carrier's number of somebody who works there."""


words(
    LinkedBy,
    code="mit einem Code",
    office="von Hand",
    personnel="aus der Personalverwaltung",
)


@dataclass(frozen=True, slots=True)
class Entered:
    """Signed in: what the browser gets to hold, and whether something about roles is to be said."""

    secret: str
    target: str
    notice: RolesGiven | None
    display: Display


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody we know; ``secret`` lets this browser go on to prove who it is."""

    secret: str


@dataclass(frozen=True, slots=True)
class WithoutRole:
    """Somebody we know, who may do nothing here today."""


Outcome = Entered | Unknown | WithoutRole


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody who waits to be known: as the provider calls them, and whom they have asked."""

    shown_name: str
    municipality: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person to whom an account may be assigned."""

    person_id: UUID
    name: str
    address: str
