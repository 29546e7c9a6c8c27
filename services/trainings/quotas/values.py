"""How a quota is shown."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Shown:
    """Of one carrier; ``is_over`` once it holds nobody back any more."""

    id: UUID
    carrier: str
    size: int
    given: int
    waiting: int
    until: date | None
    is_over: bool
