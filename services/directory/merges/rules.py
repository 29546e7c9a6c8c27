"""When two people may be merged, and when that may be taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.directory.merges.values import CALLED, UNDONE_WITHIN, Both, Touched
from services.directory.people.values import Names
from shared.web.problem import Problem


def refuse_merging(both: Both, known: Mapping[UUID, Row[Any]], elsewhere: Sequence[UUID]) -> None:
    """Raise ``Problem`` for one and the same, who is merged already, and who is not all ours."""
    if both.survivor_id == both.merged_id:
        raise Problem(409, "same-person", "Somebody cannot be merged with themselves")
    if {both.survivor_id, both.merged_id} - known.keys():
        raise Problem(404, "not-found", "There is no such person in the municipality")
    if any(row.merged_into is not None for row in known.values()):
        raise Problem(409, "already-merged", "One of them is merged already")
    if elsewhere:
        raise Problem(409, "role-elsewhere", "One of them holds a role in another municipality")


def refuse_own_sign_in(both: Both, person_id: UUID) -> None:
    """Raise ``Problem`` for whoever would be out at once, with nobody to let them in again."""
    if both.merged_id == person_id:
        raise Problem(409, "own-sign-in", "One is signed in as who would be merged")


def refuse_undoing(merged_at: datetime, undone_at: datetime | None, now: datetime) -> None:
    """Raise ``Problem`` for what is undone already, or too long ago."""
    if undone_at is not None:
        raise Problem(409, "already-undone", "This merge has been undone already")
    if now > merged_at + UNDONE_WITHIN:
        raise Problem(409, "too-late", "A merge can be undone for 30 days")


def refuse_buried(later: bool) -> None:
    """Raise ``Problem`` where another merge of the survivor stands upon this one."""
    if later:
        raise Problem(409, "merged-since", "The survivor has been merged again since")


class ChangedSince(Problem):
    """Names the rows that somebody has changed since."""

    def __init__(self, rows: Sequence[Touched]) -> None:
        named = ", ".join(dict.fromkeys(CALLED.get(each.table, each.table) for each in rows))
        super().__init__(409, "changed-since", "Rows have been changed since", detail=named)
        self.rows = rows


def refuse_changed(rows: Sequence[Touched], survivor_id: UUID) -> None:
    """Raise ``Problem`` naming what somebody has changed since."""
    if rows:
        person = f"/directory/personen/{survivor_id}"
        here = [replace(each, address=each.address or person) for each in rows]
        raise ChangedSince(here)


def texts(names: Names) -> dict[str, str]:
    """As JSON holds them."""
    return {name: str(value) for name, value in names.items()}
