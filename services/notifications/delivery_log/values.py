"""How far a mail has come."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shared.contracts.words import words


class Standing(StrEnum):
    """As an office looks for it."""

    WAITING = "waiting"
    HELD = "held"
    RETRIED = "retried"
    SENT = "sent"
    LOST = "lost"
    SUPPRESSED = "suppressed"
    WITHDRAWN = "withdrawn"


words(
    Standing,
    waiting="In der Reihe",
    held="Zurückgehalten: Ruhezeit oder Zusammenfassung",
    retried="Noch nicht angenommen, wird wieder versucht",
    sent="Hinausgegangen",
    lost="Nicht zugestellt",
    suppressed="Adresse gesperrt",
    withdrawn="Nicht mehr nötig",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A message; ``address`` is where it went, or would go now, if it is one of the municipality's.

    ``person_id`` is theirs, and ``until`` when it is tried next.
    """

    id: UUID
    at: datetime
    kind: str
    to: str
    address: str
    standing: Standing
    answer: str
    attempts: int
    until: datetime | None
    person_id: UUID | None
