"""Accounts as they are shown, and addresses as they are compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from shared.contracts.accounts import AccessRole
from shared.contracts.words import word
from shared.messaging.event import Cause


def folded(address: str) -> str:
    """Without regard to upper and lower case."""
    return address.strip().lower()


class Giver(Protocol):
    """In which role, and for which municipality, somebody lets others in."""

    @property
    def tenant(self) -> str: ...
    @property
    def role(self) -> AccessRole: ...


@dataclass(frozen=True, slots=True)
class Held:
    """A role somebody holds; for one organization where it names one.

    ``organization`` may be the municipality where it names none.
    """

    id: UUID
    role: AccessRole
    municipality: str
    organization_id: UUID | None
    organization: str | None
    valid_from: date | None
    valid_to: date | None

    @property
    def text(self) -> str:
        """As in "Schulleitung, Hellweggrundschule"."""
        return ", ".join(filter(None, [word(AccessRole, self.role), self.organization]))


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who leaves a carrier: their last day there, and in the municipality; None if there is none.

    ``before`` is what was their last day until now.
    """

    person_id: UUID
    carrier_id: UUID
    carrier: date | None
    municipality: date | None
    before: date | None
    cause: Cause


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sign in, or could once, as far as whoever asks may see it."""

    id: UUID
    given_name: str
    family_name: str
    address: str | None
    verified_at: datetime | None
    roles: Sequence[Held]

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"
