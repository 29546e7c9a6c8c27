"""Until when somebody is entered."""

from datetime import datetime

from services.trainings.attendance.values import KEPT
from services.trainings.models import Gathering
from shared.contracts.gatherings import GatheringState
from shared.web.problem import Problem

_NEVER = {GatheringState.CANCELLED: "cancelled", GatheringState.DRAFT: "closed"}


def refuse(row: Gathering, now: datetime) -> None:
    """Raise ``Problem`` for what does not take place, and once its attendance is forgotten."""
    if row.state in _NEVER:
        raise Problem(409, f"registration-{_NEVER[row.state]}", "It does not take place")
    if row.ends_at is not None and row.ends_at + KEPT <= now:
        raise Problem(409, "attendance-over", "Nobody knows any more who was there")
