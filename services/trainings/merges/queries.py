"""Where something is stored of somebody, and what of it came from somebody else."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, Table, select

from services.trainings.merges.models import merged_rows
from services.trainings.merges.values import MERGING
from services.trainings.models import metadata
from shared.contracts.merging import OnMerge

_OTHERWISE = ("onboardings.worker_id", "registrations.person_id")
"""These follow their employment, or are announced."""


def moving_places() -> list[str]:
    """Columns in which one id simply replaces the other."""
    moving = (place for place, rule in MERGING.items() if rule is OnMerge.MOVES)
    return [place for place in moving if place not in _OTHERWISE]


def place_of(place: str) -> tuple[Table, Any]:
    """The table and the column that are named."""
    name, _, column = place.partition(".")
    return metadata.tables[name], metadata.tables[name].c[column]


def gone_over(merge_id: UUID, place: str) -> Select[tuple[UUID]]:
    """Rows that a merge has changed there."""
    mine = (merged_rows.c.merge_id == merge_id, merged_rows.c.place == place)
    return select(merged_rows.c.row_id).where(*mine)
