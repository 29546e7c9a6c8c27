"""Chance that falls the same way every time, and ids as the services make them, by their moment."""

from datetime import datetime
from random import Random
from uuid import UUID

NEW = {"version": 1}
"""Of rows that nobody has changed."""


def dice_for(what: str) -> Random:
    """Always the same for the same thing."""
    return Random(what)  # noqa: S311 nothing secret


def id_at(dice: Random, moment: datetime) -> UUID:
    """A UUIDv7 of that moment."""
    milliseconds = int(moment.timestamp() * 1000)
    return UUID(
        int=milliseconds << 80
        | 7 << 76
        | dice.getrandbits(12) << 64
        | 2 << 62
        | dice.getrandbits(62)
    )
