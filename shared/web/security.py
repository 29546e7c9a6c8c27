"""Headers that keep a browser from doing what no page of ours asks for."""

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.problem import Problem

_ALWAYS = {
    "Content-Security-Policy": (
        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
        "form-action 'self'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_READS = frozenset({"GET", "HEAD", "OPTIONS"})


class SecurityHeaders:
    """ASGI middleware; what does not say how long it may be kept is kept by nobody.

    Pages say where a reader came from to pages of the same site only; those behind links to none,
    because their address is a secret.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if _is_behind_link(scope):
                    headers["Referrer-Policy"] = "no-referrer"
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)


def mark_behind_link(request: Request) -> None:
    """The address is a secret, and whoever knows it needs no other credentials."""
    request.state.behind_link = True


def refuse_other_sites(request: Request) -> None:
    """A browser adds stored credentials to a form that another site made it send."""
    if request.method in _READS:
        return
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        own = site in ("same-origin", "none")
    else:
        hidden = origin == "null" and _is_behind_link(request.scope)
        own = origin is None or hidden or urlsplit(origin).netloc == request.headers.get("host")
    if not own:
        raise Problem(403, "cross-site", "The request was sent by another site")


def _is_behind_link(scope: Scope) -> bool:
    return bool(scope.get("state", {}).get("behind_link"))
