"""What a survey needs to know of where somebody works."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Workplace:
    """Of one employment, on a day."""

    worker_id: UUID
    carrier_id: UUID
    school_types: Sequence[str]
