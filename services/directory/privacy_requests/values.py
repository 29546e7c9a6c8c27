"""How far a request has come."""

from collections.abc import Mapping

from shared.codes import OpenCode
from shared.contracts.privacy import TITLES
from shared.contracts.words import words


class PrivacyState(OpenCode):
    """From the question to the last receipt."""

    ASKED = "asked"
    ANNOUNCED = "announced"
    DONE = "done"
    CANCELLED = "cancelled"


words(
    PrivacyState,
    asked="verlangt",
    announced="läuft",
    done="erledigt",
    cancelled="zurückgenommen",
)

SERVICES: Mapping[str, str] = TITLES
"""Who answers, as people call it."""
