"""Municipalities that are served here."""

from collections.abc import Collection

from shared.web.problem import FieldError, Problem


def refuse_unserved(municipality: str, served: Collection[str], field: str) -> None:
    """Raise ``Problem`` for a municipality whose messages every consumer here would park."""
    if municipality not in served:
        errors = [FieldError(field, "is not served here")]
        raise Problem(422, "municipality-not-served", "Not a municipality of ours", errors=errors)
