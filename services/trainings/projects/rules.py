"""What a project may not be."""

from datetime import date
from uuid import UUID

from shared.web.problem import FieldError, Problem

MOST_PARTNERS, LONGEST_NAME = 40, 120


def partners(text: str) -> list[str]:
    """The lines that say something; raises ``Problem`` for too many or too long ones."""
    found = [line.strip() for line in text.splitlines() if line.strip()]
    if len(found) > MOST_PARTNERS or any(len(each) > LONGEST_NAME for each in found):
        raise _invalid("too-many-partners", "partners", "are too many, or too long")
    return list(dict.fromkeys(found))


def refuse_backwards(starts_on: date | None, ends_on: date | None) -> None:
    """Raise ``Problem`` where it ends before it begins."""
    if starts_on and ends_on and ends_on < starts_on:
        raise _invalid("ends-before", "ends_on", "lies before the beginning")


def only(found: list[UUID]) -> UUID:
    """The one that was meant; raises ``Problem`` for nobody and for several."""
    if len(found) != 1:
        code = "several-called" if found else "nobody-called"
        raise _invalid(code, "who", "names nobody, or several")
    return found[0]


def refuse_empty(result: str, *, published: bool) -> None:
    """Raise ``Problem`` for a result that says nothing to the network."""
    if published and not result:
        raise _invalid("result-empty", "result", "is empty")


def _invalid(code: str, field: str, reason: str) -> Problem:
    return Problem(409, code, "Not possible", errors=[FieldError(field, reason)])
