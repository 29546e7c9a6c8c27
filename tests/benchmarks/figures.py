"""What was measured, what it must be, and how both are shown."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HIGHER, LOWER = "higher", "lower"


@dataclass(frozen=True)
class Figure:
    """A ratio inside one interleaved run; its value is the median of the slices."""

    name: str
    must: float
    aim: float
    slices: Sequence[float]
    better: str = HIGHER

    @property
    def value(self) -> float:
        return statistics.median(self.slices)

    @property
    def verdict(self) -> str:
        """How far it gets."""
        if self._reaches(self.aim):
            return "aim"
        return "must" if self._reaches(self.must) else "MISSED"

    def _reaches(self, limit: float) -> bool:
        return self.value >= limit if self.better == HIGHER else self.value <= limit

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "value": round(self.value, 3),
            "must": self.must,
            "aim": self.aim,
            "better": self.better,
            "slices": [round(each, 3) for each in self.slices],
        }


def ratios(over: Sequence[float], under: Sequence[float]) -> list[float]:
    """Slice by slice."""
    return [a / b for a, b in zip(over, under, strict=True)]


def table(figures: Sequence[Figure]) -> str:
    """One line per figure."""
    width = max((len(figure.name) for figure in figures), default=0)
    lines = [f"{'':{width}}   value    must     aim  reached  slices"]
    for each in figures:
        sign = ">=" if each.better == HIGHER else "<="
        slices = " ".join(f"{value:.2f}" for value in each.slices)
        lines.append(
            f"{each.name:{width}} {each.value:7.2f} {sign}{each.must:5.2f} {sign}{each.aim:5.2f}"
            f"  {each.verdict:7}  {slices}"
        )
    return "\n".join(lines)


def write(figures: Sequence[Figure], file: Path) -> None:
    """For programs to compare."""
    file.parent.mkdir(parents=True, exist_ok=True)
    content = {"figures": [figure.as_json() for figure in figures]}
    file.write_text(json.dumps(content, indent=1) + "\n")
