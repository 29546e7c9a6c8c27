"""A gathering in the catalogue, as one person sees it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.trainings.values import Audience
from shared.contracts.gatherings import GatheringKind
from shared.database.paging import attribute

FEW = 3
"""With so many seats left or fewer it is said that there are few."""


@dataclass(frozen=True)
class Listed:
    """``own`` is empty for who has not registered."""

    id: UUID
    title: str
    kind: GatheringKind
    starts_at: datetime | None
    place: str
    audience: Audience
    seats: str
    own: str


LISTED = tuple(
    attribute(*each)
    for each in (
        ("title", "Titel"),
        ("kind", "Art"),
        ("starts_at", "Beginn"),
        ("place", "Ort"),
        ("seats", "Plätze"),
        ("own", "Für mich"),
    )
)


def seats_in_words(free: int | None, waiting: int) -> str:
    """frei, wenige, Warteliste (3)"""
    if waiting:
        return f"Warteliste ({waiting})"
    if free == 0:
        return "Warteliste"
    return "wenige" if free is not None and free <= FEW else "frei"
