"""A meeting elsewhere, as an office sees it."""

from dataclasses import dataclass
from datetime import datetime

from shared.contracts.gatherings import GatheringKind
from shared.database.paging import attribute


@dataclass(frozen=True)
class Exchange:
    """``id`` is its address below the pages for guests."""

    id: str
    title: str
    kind: GatheringKind
    starts_at: datetime | None
    host: str


COLUMNS = tuple(
    attribute(*each)
    for each in (
        ("title", "Titel"),
        ("kind", "Art"),
        ("starts_at", "Beginn"),
        ("host", "Kommune"),
    )
)
