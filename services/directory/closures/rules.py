"""What closings and openings must satisfy."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.directory.hierarchy.values import leads_back
from services.directory.organizations.values import Dated, Standing
from shared.contracts.directory import OrganizationKind
from shared.web.kit.reasons import reasons
from shared.web.problem import FieldError, Problem

reasons(
    {
        "lies before the first day it was open": "Das liegt vor dem Tag der Eröffnung.",
        "is the organization itself": "Das ist die Organisation selbst.",
        "is of another kind": "Bitte wählen Sie eine Organisation derselben Art.",
        "is closed itself": "Jene Organisation ist selbst geschlossen.",
    }
)
EARLIEST, LATEST = date(1950, 1, 1), timedelta(days=3653)


def refuse_closing(found: Dated) -> None:
    """Raise ``Problem`` for what cannot close."""
    if found.kind == OrganizationKind.MUNICIPALITY:
        raise Problem(409, "municipality-stays", "A municipality does not close")


def day_errors(name: str, day: date, opened: date | None, today: date) -> list[FieldError]:
    """A day that is not meant, or lies before the first one."""
    if not EARLIEST <= day <= today + LATEST:
        return [FieldError(name, "is too far away to be meant")]
    if opened is not None and day < opened:
        return [FieldError(name, "lies before the first day it was open")]
    return []


def successor_errors(found: Dated, successor: Any, last_day: date) -> list[FieldError]:
    """What cannot go on with the work of another."""
    reasons = []
    if successor is None:
        reasons.append("there is no such organization in the municipality")
    elif successor.id == found.id:
        reasons.append("is the organization itself")
    elif successor.kind != found.kind:
        reasons.append("is of another kind")
    elif successor.valid_to is not None and successor.valid_to <= last_day:
        reasons.append("is closed itself")
    return [FieldError("successor_id", each) for each in reasons]


def refuse(errors: list[FieldError]) -> None:
    """Raise ``Problem`` if there are any."""
    if errors:
        raise Problem(422, "invalid-closing", "The closing is not valid", errors=errors)


def refuse_circle(start: UUID, successor: UUID, successors: Mapping[UUID, UUID | None]) -> None:
    """Raise ``Problem`` for one that would follow itself."""
    if leads_back(start, successor, successors):
        error = FieldError("successor_id", "is a part of this one itself")
        raise Problem(409, "organization-cycle", "It would follow itself", errors=[error])


def refuse_keeping(found: Dated, today: date) -> None:
    """Raise ``Problem`` for a number that is in use, or is none."""
    if found.school_number is None or found.standing(today) is not Standing.CLOSED:
        raise Problem(409, "school-number-in-use", "The school is open, or has no number")
