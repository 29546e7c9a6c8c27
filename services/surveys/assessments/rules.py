"""Whose a sheet is, and when it may be written on or agreed to."""

from collections.abc import Mapping
from uuid import UUID

from services.surveys.assessments.models import Assessment
from services.surveys.assessments.values import Party, Sheet
from services.surveys.forms import SheetForm
from shared.contracts.accounts import AccessRole
from shared.web.problem import FieldError, Problem
from shared.web.sessions.person import Me


def party_of(row: Assessment, me: Me, become: Mapping[UUID, UUID]) -> Party | None:
    """As what somebody may look at it; None where they may not."""
    if become[row.worker_id] == me.person_id:
        return Party.WORKER
    leads = me.role is AccessRole.HEAD and me.organization_id == row.school_id
    if leads or become[row.head_id] == me.person_id:
        return Party.HEAD
    return Party.OFFICE if me.role is AccessRole.COORDINATOR else None


def refuse_finished(row: Assessment) -> None:
    """Raise ``Problem`` once both have agreed."""
    if row.finished_at is not None:
        raise Problem(409, "sheet-finished", "It is finished")


def judged(given: SheetForm) -> UUID:
    """Which standard is; raises ``Problem`` where nothing was chosen."""
    if given.entry is None:
        raise Problem(409, "standard-missing", "No standard is named")
    if given.level is None:
        raise refused("level-missing", "level")
    return given.entry


def refuse_agreement(sheet: Sheet, seen: int) -> None:
    """Raise ``Problem`` unless all is judged, and what was seen is what is written."""
    if sheet.judged < len(sheet.entries):
        raise Problem(409, "levels-missing", "Something has no level yet")
    if sheet.seen != seen:
        raise Problem(409, "sheet-changed", "It was changed meanwhile")


def refused(code: str, field: str) -> Problem:
    """What a form says of one of its fields."""
    return Problem(409, code, "Not possible", errors=[FieldError(field, "is not possible")])
