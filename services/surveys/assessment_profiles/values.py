"""What several sheets say together."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.surveys.values import Level
from shared.contracts.words import word

SHORT = {
    Level.LEVEL_0: "0",
    Level.LEVEL_1: "1",
    Level.LEVEL_2: "2",
    Level.LEVEL_3: "3",
    Level.NOT_APPLICABLE: "trifft nicht zu",
}


@dataclass(frozen=True)
class Profile:
    """A school's levels by standard and year; ``years`` are the headings."""

    years: Sequence[str]
    rows: Sequence[Sequence[str]]
    broken: bool
    """Whether the wording of a standard has changed in between."""


@dataclass(frozen=True)
class Sum:
    """Of one standard: how many schools are how far, as far as it may be said."""

    chapter: str
    text: str
    shares: Sequence[tuple[str, int]]

    @property
    def in_words(self) -> str:
        """3: voll erfüllt: 6; Übrige (zusammengefasst): ...: 5"""
        return "; ".join(f"{name} – {number}" for name, number in self.shares)


def called(level: str) -> str:
    """2: überwiegend"""
    return word(Level, level)
