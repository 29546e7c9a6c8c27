"""Tenants that are served here."""

from collections.abc import Collection

from shared.web.problem import FieldError, Problem


def refuse_unserved(tenant: str, served: Collection[str], field: str) -> None:
    """Raise ``Problem`` for a tenant whose messages every consumer here would park."""
    if tenant not in served:
        errors = [FieldError(field, "is not served here")]
        raise Problem(422, "municipality-not-served", "Not a municipality of ours", errors=errors)
