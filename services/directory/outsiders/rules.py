"""Whose id or address somebody typed."""

from uuid import UUID

from shared.web.kit.reasons import reasons
from shared.web.problem import FieldError, Problem

UNKNOWN = "is nobody's from outside"
NOBODY = "Dazu ist kein Gast und niemand mit einer Maßnahme von außerhalb gespeichert."
BY_LINK = "über den Link einer Mail"
"""How somebody asked who did so themselves."""
REFUSALS = {
    "already-asked": "Das ist schon verlangt und noch nicht erledigt.",
    "nobody-outside": NOBODY,
}
AWAY = "Ein Dienst antwortet gerade nicht. Bitte versuchen Sie es gleich noch einmal."
reasons({UNKNOWN: NOBODY})


def id_of(typed: str) -> UUID | None:
    """None where it is an address."""
    try:
        return UUID(typed)
    except ValueError:
        return None


def nobody() -> Problem:
    """Whoever is looked for is not kept, or is a person of the directory."""
    errors = [FieldError("who", UNKNOWN)]
    return Problem(422, "nobody-outside", "There is nobody like that", errors=errors)
