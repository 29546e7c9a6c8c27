"""What one can register for, as far as a qualification asks."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.contracts.gatherings import GatheringKind


@dataclass(frozen=True)
class Renewing:
    """A gathering, and when it begins."""

    id: UUID
    kind: GatheringKind
    day: date
