"""A number that a person can read out, and that stands in the log beside what happened."""

import secrets

from starlette.requests import Request

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without those that are mistaken for others."""


def reference_of(request: Request) -> str:
    """The same for everything that is said of one request; made when it is first needed."""
    state = request.state
    if not hasattr(state, "reference"):
        state.reference = "-".join(_four() for _ in range(2))
    reference: str = state.reference
    return reference


def _four() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(4))
