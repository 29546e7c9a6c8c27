"""Tenants that are served here, and whose rows a request may touch."""

from collections.abc import Collection

from starlette.types import ASGIApp, Receive, Scope, Send

from shared.database.reach import one_request
from shared.web.problem import FieldError, Problem


def refuse_unserved(tenant: str, served: Collection[str], field: str) -> None:
    """Raise ``Problem`` for a tenant whose messages every consumer here would park."""
    if tenant not in served:
        errors = [FieldError(field, "is not served here")]
        raise Problem(422, "municipality-not-served", "Not a municipality of ours", errors=errors)


class OneRequest:
    """ASGI middleware: whoever asks, what it may touch is known of this request only."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with one_request():
            await self._app(scope, receive, send)
