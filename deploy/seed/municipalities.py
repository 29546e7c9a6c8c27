"""The municipalities of North Rhine-Westphalia: key, name, and roughly how many live there."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent / "municipalities.json"
FIRST = "05978004"
"""Bergkamen, where the sample is."""


class Municipality(NamedTuple):
    """``weight`` is in thousands of inhabitants; small ones are taken to be alike."""

    key: str
    name: str
    weight: int


@cache
def municipalities() -> Sequence[Municipality]:
    """All 396: Bergkamen, then the largest ones first."""
    by_district: dict[str, dict[str, tuple[str, int]]] = json.loads(FILE.read_bytes())
    every = [
        Municipality(f"{district}{key}", *known)
        for district, parts in by_district.items()
        for key, known in parts.items()
    ]
    return sorted(every, key=lambda each: (each.key != FIRST, -each.weight, each.key))
