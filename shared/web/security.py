"""Headers that keep a browser from doing what no page of ours asks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.problem import Problem

_ALWAYS = [
    (
        b"content-security-policy",
        b"default-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
        b"form-action 'self'; object-src 'none'; img-src 'self' data:",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
]
_READS = frozenset({"GET", "HEAD", "OPTIONS"})


class SecurityHeaders:
    """ASGI middleware; what does not say how long it may be kept is kept by nobody.

    Pages say where a reader came from to pages of the same site only; those behind links to none,
    because their address is a secret. Redirects lead nowhere else, except where a page has said
    so (``allow_leaving``); ``forms_to`` is the one other site to which a form may lead on so.
    """

    def __init__(self, app: ASGIApp, forms_to: str = "") -> None:
        self._app = app
        self._always = [(name, _with_forms_to(value, forms_to)) for name, value in _ALWAYS]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = _Said.of(scope)
                given = _secured(message.get("headers", ()), said)
                there = {name for name, _ in given} | said.without
                message["headers"] = given + [each for each in self._always if each[0] not in there]
            await send(message)

        await self._app(scope, receive, send_with_headers)


def mark_behind_link(request: Request) -> None:
    """The address is a secret, and whoever knows it needs no other credentials."""
    request.state.behind_link = True


def allow_leaving(request: Request, address: str) -> None:
    """The response may redirect to this very address of another site."""
    request.state.leaves_for = address


def allow_framing(request: Request, origin: str) -> None:
    """The response may be shown inside a page of this one other site."""
    request.state.framed_by = origin


def origin_of(address: str) -> str:
    """Scheme, host and port; empty if this is no address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""


@dataclass(frozen=True)
class _Said:
    """What a page has said of its response."""

    behind_link: bool
    leaves_for: str
    framed_by: str

    @classmethod
    def of(cls, scope: Scope) -> "_Said":
        state = scope.get("state", {})
        leaves_for, framed_by = state.get("leaves_for", ""), state.get("framed_by", "")
        return cls(is_behind_link(scope), leaves_for, framed_by)

    @property
    def without(self) -> set[bytes]:
        """Headers that would forbid what the page has allowed."""
        return {b"x-frame-options"} if self.framed_by else set()


def _with_forms_to(value: bytes, origin: str) -> bytes:
    """Browsers compare each step to which a form leads with the policy of the page it stood on."""
    return value.replace(b"form-action 'self'", f"form-action 'self' {origin}".strip().encode())


def _secured(given: Iterable[tuple[bytes, bytes]], said: _Said) -> list[tuple[bytes, bytes]]:
    headers = list(given)
    if said.framed_by:
        policy = f"default-src 'none'; frame-ancestors {said.framed_by}".encode()
        headers.append((b"content-security-policy", policy))
    if said.behind_link:
        headers = [header for header in headers if header[0] != b"referrer-policy"]
        headers.append((b"referrer-policy", b"no-referrer"))
    html = False
    for place, (name, value) in enumerate(headers):
        if name == b"location" and value.decode("latin-1") != said.leaves_for:
            headers[place] = (name, path_of(value.decode("latin-1")).encode("latin-1"))
        elif name == b"content-type":
            html = value.startswith(b"text/html")
    if html:
        headers = [header for header in headers if header[0] != b"cache-control"]
    return headers


def path_of(location: str) -> str:
    """A location without its host, which may be whatever a request claimed to ask for."""
    try:
        parts = urlsplit(location)
    except ValueError:
        return "/"
    path = "/" + parts.path.replace("\\", "/").lstrip("/")
    return urlunsplit(("", "", path, parts.query, parts.fragment))


def refuse_other_sites(request: Request, *, strict: bool = False) -> None:
    """A browser adds stored credentials to a form that another site made it send.

    ``strict`` where a cookie is one: then whoever does not say where a request comes from is
    refused as well.
    """
    if request.method in _READS:
        return
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        own = site == "same-origin" or (site == "none" and not strict)
    else:
        hidden = origin == "null" and is_behind_link(request.scope)
        unsaid = hidden or origin is None
        own = not strict if unsaid else _host_of(origin or "") == request.headers.get("host", "")
    if not own:
        raise Problem(403, "cross-site", "The request was sent by another site")


def _host_of(origin: str) -> str | None:
    """With its port; None if this is no address."""
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None


def is_behind_link(scope: Scope) -> bool:
    """Whether a signed link opens it."""
    return bool(scope.get("state", {}).get("behind_link"))
