"""What others may know of a hold."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Held:
    """Somebody, or the whole municipality, up to a day."""

    last_day: date
    whole: bool
