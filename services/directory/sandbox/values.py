"""The sandbox municipality, and what a carrier has there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from shared.contracts.directory import SchoolType
from shared.german import date_and_time

TOWN = "Testkommune"
SCHOOLS = (
    ("999001", "Testgrundschule am Anger", SchoolType.PRIMARY),
    ("999002", "Testgesamtschule", SchoolType.COMPREHENSIVE),
    ("999003", "Testberufskolleg", SchoolType.VOCATIONAL),
)
"""Numbers that the state gives to no school."""
MOST = 500
"""Test hires of a carrier; of more, the oldest go."""
KEPT = timedelta(days=30)


class Credentials(NamedTuple):
    """Of a test client; the secret is shown this once."""

    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a clerk sees of their carrier's sandbox."""

    client_id: str
    owner: str
    """Empty for who is known no more."""
    last_used_at: datetime | None
    secret_made_at: datetime | None
    hires: int

    @property
    def last_use(self) -> str:
        return date_and_time(self.last_used_at) if self.last_used_at else "noch nie"

    @property
    def schools(self) -> Sequence[str]:
        """Number and name of each."""
        return [f"{number} {name}" for number, name, _ in SCHOOLS]
