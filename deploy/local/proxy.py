"""One front door for `make run-real`: routes by path, streams both ways, changes nothing else."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager

import httpx2
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

RawHeaders = list[tuple[bytes, bytes]]

HOP_BY_HOP = {
    b"connection",
    b"keep-alive",
    b"proxy-authenticate",
    b"proxy-authorization",
    b"proxy-connection",
    b"te",
    b"trailer",
    b"transfer-encoding",
    b"upgrade",
}
FORWARDED = {b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto"}
# The server that the proxy runs on writes these itself.
WRITTEN_BY_SERVER = {b"date", b"server"}

SIGN_OUT = "/directory/abmelden"
_FORGOTTEN = """<!doctype html><html lang=de><meta charset=utf-8>
<meta name=viewport content="width=device-width"><title>Abgemeldet</title>
<h1>In diesem Browser abgemeldet</h1>
<p>Die Anmeldung ist gerade nicht erreichbar. In anderen Browsern bleiben Sie angemeldet, bis die
Anmeldung dort von selbst endet: nach zwei Stunden ohne Benutzung, spätestens nach zehn Stunden.</p>
"""
# A stream of events may be silent for as long as it likes.
TIMEOUTS = {"connect": 5.0, "read": None, "write": 60.0, "pool": 5.0}


def proxy(routes: Mapping[str, str], default: str) -> ASGIApp:
    """Send `/directory/...` to `routes["/directory"]`, and everything else to `default`."""
    forwarder = _Forwarder(routes, default)
    return Starlette(routes=[Mount("/", app=forwarder)], lifespan=forwarder.lifespan)


class _Forwarder:
    def __init__(self, routes: Mapping[str, str], default: str) -> None:
        self._routes = {prefix.rstrip("/"): upstream for prefix, upstream in routes.items()}
        self._default = default
        self._upstreams = httpx2.AsyncHTTPTransport(
            limits=httpx2.Limits(max_connections=None, keepalive_expiry=2.0)
        )

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        async with self._upstreams:
            yield

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise NotImplementedError(f"the proxy does not speak {scope['type']}")
        request = Request(scope, receive)
        response = await self._forward(request)
        await response(scope, receive, send)

    async def _forward(self, request: Request) -> Response:
        outgoing = _outgoing(request, self._upstream_of(request.url.path))
        try:
            answer = await self._upstreams.handle_async_request(outgoing)
        except httpx2.TransportError:
            leaving = (request.method, request.url.path) == ("POST", SIGN_OUT)
            return _forgotten_here() if leaving else _bad_gateway()
        assert isinstance(answer.stream, httpx2.AsyncByteStream)
        response = StreamingResponse(
            aiter(answer.stream), answer.status_code, background=BackgroundTask(answer.aclose)
        )
        response.raw_headers = _without(answer.headers.raw, WRITTEN_BY_SERVER)
        return response

    def _upstream_of(self, path: str) -> str:
        fitting = [each for each in self._routes if path == each or path.startswith(f"{each}/")]
        return self._routes[max(fitting, key=len)] if fitting else self._default


def _outgoing(request: Request, upstream: str) -> httpx2.Request:
    path, query = request.scope["raw_path"], request.scope["query_string"]
    url = httpx2.URL(upstream).copy_with(raw_path=path + (b"?" + query if query else b""))
    headers = _without(request.headers.raw, FORWARDED)
    headers.append((b"x-forwarded-proto", request.url.scheme.encode()))
    headers.append((b"x-forwarded-host", request.headers.get("host", "").encode("latin-1")))
    if request.client:
        headers.append((b"x-forwarded-for", request.client.host.encode()))
    has_body = "content-length" in request.headers or "transfer-encoding" in request.headers
    return httpx2.Request(
        request.method,
        url,
        headers=headers,
        content=request.stream() if has_body else None,
        extensions={"timeout": TIMEOUTS},
    )


def _without(headers: Iterable[tuple[bytes, bytes]], unwanted: set[bytes]) -> RawHeaders:
    pairs = [(name.lower(), value) for name, value in headers]
    named = [value for name, value in pairs if name == b"connection"]
    listed = {each.strip().lower() for value in named for each in value.split(b",")}
    return [pair for pair in pairs if pair[0] not in HOP_BY_HOP | unwanted | listed]


def _forgotten_here() -> Response:
    """Only here: nobody but the directory can end a sign-in everywhere."""
    headers = {"clear-site-data": '"cookies"', "cache-control": "no-store"}
    return HTMLResponse(_FORGOTTEN, 503, headers)


def _bad_gateway() -> Response:
    problem = {
        "type": "about:blank",
        "title": "Bad Gateway",
        "status": 502,
        "detail": "The service behind this address does not answer; try again in a moment.",
    }
    return JSONResponse(problem, status_code=502, media_type="application/problem+json")
