"""What a guest says of themselves, and how long it is of use."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from shared.messaging.event import Cause

UNCONFIRMED = timedelta(days=3)
"""So long a guest may confirm; then nothing is left of it."""
KEPT = timedelta(days=90)
"""After the gathering."""
AGAIN = timedelta(minutes=10)
"""Within that nobody is sent a second mail for the same gathering."""
MAILS_AN_HOUR = 5
"""To one address, for however many gatherings."""


@dataclass(frozen=True)
class Introduced:
    """What somebody says of a guest."""

    given_name: str
    family_name: str
    institution: str = ""


@dataclass(frozen=True)
class GuestActs:
    """A guest does it, or whoever has registered them."""

    person_id: UUID
    cause: Cause


@dataclass(frozen=True)
class Invited:
    """Who holds a guest's link, for which gathering, and who has registered them, if another."""

    id: UUID
    tenant: str
    gathering_id: UUID
    who: Introduced
    created_by: UUID | None = None
