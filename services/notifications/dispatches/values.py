"""What became of a mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from shared.contracts.words import words

DELIVERY_LOG = "/notifications/zustellungen"


class Outcome(StrEnum):
    """Stored as it is."""

    TAKEN = "taken"
    KEPT = "kept"
    REFUSED = "refused"
    RETURNED = "returned"
    POLICY = "policy"
    SUPPRESSED = "suppressed"
    UNANSWERED = "unanswered"


words(
    Outcome,
    taken="Vom Mailserver angenommen",
    kept="Ins Postfach dieser Installation gelegt",
    refused="Vom Mailserver abgelehnt",
    returned="Zurückgekommen",
    policy="Von einem Mailserver abgewiesen, nicht wegen der Adresse",
    suppressed="Nicht verschickt: Die Adresse nimmt keine Post an",
    unanswered="Zweimal übergeben, nie bestätigt",
)

LOST = (
    Outcome.REFUSED,
    Outcome.RETURNED,
    Outcome.POLICY,
    Outcome.SUPPRESSED,
    Outcome.UNANSWERED,
)
"""What did not arrive, as far as is known."""


@dataclass(frozen=True, slots=True)
class Went:
    """Where a mail with a message in it went, to whom, and what became of it."""

    person_id: UUID
    address: str
    outcome: Outcome
    reply: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail that was sent, as a report about it finds it."""

    mail_id: UUID
    tenant: str
    address: str
    outcome: Outcome
    message_ids: Sequence[UUID]
