"""What certificates of a gathering say beside its dates and contents."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Details:
    """What the office has written down; empty where it has nothing to say."""

    speakers: str = ""
    legal_basis: str = ""
    partners: str = ""
    funding: str = ""
    responsible: str = ""
    version: int = 0

    @property
    def spoke(self) -> tuple[str, ...]:
        """One line each."""
        return tuple(each.strip() for each in self.speakers.splitlines() if each.strip())
