"""How the office is named on paper."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sender:
    """Where letters reach the office, and where it issues certificates; empty before it says so."""

    address: str = ""
    place: str = ""
    version: int = 0

    @property
    def lines(self) -> tuple[str, ...]:
        """Of the address."""
        return tuple(each.strip() for each in self.address.splitlines() if each.strip())
