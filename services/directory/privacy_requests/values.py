"""How far a request has come."""

from shared.codes import OpenCode
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
