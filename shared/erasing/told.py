"""What a table says of who may read its rows, beyond whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table

_ONLY = "told_only"
_FILE = "told_as_file"
NEVER_TOLD = {"never_told": True}
"""In the ``info`` of a column with which somebody could act as whoever it was meant for."""


@dataclass(frozen=True)
class Only:
    """Rows that name somebody in ``person`` are theirs to read only with these values."""

    person: str
    column: str
    values: Sequence[str]
    reason: str
    """Why the others are not told."""


def telling(only: Only) -> dict[str, Only]:
    """For the ``info`` of a table."""
    return {_ONLY: only}


def told_only(table: Table) -> Only | None:
    """None where all rows about somebody are theirs to read."""
    found: Only | None = table.info.get(_ONLY)
    return found


@dataclass(frozen=True)
class AsFile:
    """Bytes that are a file of the person; ``name`` is what it is, for people."""

    name: str
    ending: str


def as_file(name: str, ending: str) -> dict[str, AsFile]:
    """For the ``info`` of a column of bytes; those of others are secrets."""
    return {_FILE: AsFile(name, ending)}


def file_in(column: "Column[Any]") -> AsFile | None:
    """None where it is no file."""
    found: AsFile | None = column.info.get(_FILE)
    return found
