"""Whether somebody may choose so."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.trainings.models import Gathering
from services.trainings.workshop_choices.values import WISHES
from shared.contracts.gatherings import GatheringState
from shared.web.kit.reasons import reasons
from shared.web.problem import FieldError, Problem

reasons({"must not be named twice": "Diesen Workshop haben Sie schon genannt."})


def in_order(named: Sequence[UUID | None]) -> list[UUID]:
    """Wishes without gaps; raises ``Problem`` for what is named twice."""
    for number, each in enumerate(named):
        if each is not None and each in named[:number]:
            errors = [FieldError(WISHES[number], "must not be named twice")]
            raise Problem(422, "invalid-choice", "The choice is not valid", errors=errors)
    return [each for each in named if each is not None]


def is_late(row: Gathering, now: datetime) -> bool:
    """Whether it has begun, or does not take place."""
    begun = row.starts_at is not None and row.starts_at <= now
    return begun or row.state is GatheringState.CANCELLED


def refuse_late(row: Gathering, now: datetime) -> None:
    """Raise ``Problem`` once it has begun, or if it does not take place."""
    if is_late(row, now):
        raise Problem(409, "workshops-over", "It has begun, or was called off")


def refuse_overlap() -> None:
    """Raise ``Problem``."""
    errors = [FieldError("anyway", "overlaps")]
    raise Problem(409, "workshops-overlap", "It overlaps with another choice", errors=errors)
