"""Counts and times requests by the route that answers them, never by their path."""

import time
from collections.abc import Collection
from typing import Any

from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)

REQUESTS = Counter(
    "knotenpunkt_http_requests_total",
    "Requests answered; status is the class of the answer, such as 2xx",
    ["service", "route", "method", "status"],
)
SECONDS = Histogram(
    "knotenpunkt_http_request_seconds",
    "Time until a request's answer begins; a stream may go on",
    ["service", "route", "method"],
    buckets=_SECONDS,
)


REFUSED = Counter(
    "knotenpunkt_http_refused_total",
    "What was refused at the border, by reason: host, connections, slow, streams, credentials",
    ["reason"],
)


class RequestMeter:
    """ASGI middleware; the outermost, so that it sees what the others answer.

    Of ``uncounted`` routes only failures are counted: where people act anonymously, a count that
    grows by one says when somebody did.
    """

    def __init__(self, app: ASGIApp, service: str, uncounted: Collection[str] = ()) -> None:
        self._app = app
        self._service = service
        self._uncounted = frozenset(uncounted)
        self._meters: dict[tuple[str, str, int], tuple[Any, Any]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        begun = False

        async def send_and_count(message: Message) -> None:
            nonlocal begun
            if not begun and message["type"] == "http.response.start":
                begun = True
                self._count(scope, message["status"], time.perf_counter() - started)
            await send(message)

        try:
            await self._app(scope, receive, send_and_count)
        except Exception:
            if not begun:
                self._count(scope, 500, time.perf_counter() - started)
            raise

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        key = (route_of(scope), method, status // 100)
        if status < 500 and key[0] in self._uncounted:
            return
        meters = self._meters.get(key)
        if meters is None:
            route, method, hundreds = key
            meters = self._meters[key] = (
                REQUESTS.labels(self._service, route, method, f"{hundreds}xx"),
                SECONDS.labels(self._service, route, method),
            )
        requests, histogram = meters
        requests.inc()
        histogram.observe(seconds)


def route_of(scope: Scope) -> str:
    """The route as declared, such as ``/l/aufgabe/{token}``; its path would tell a link."""
    route = _route(scope)
    template: str | None = getattr(route, "path", None)
    found = scope.get("endpoint") not in (None, scope.get("app"))
    return template or ("other" if found else "unmatched")


def found_route(scope: Scope) -> Any:
    """The route of ours that answers, if there is one."""
    route = _route(scope)
    return route if hasattr(route, "dependant") else None


def _route(scope: Scope) -> Any:
    return (scope.get("fastapi") or {}).get("effective_route_context") or scope.get("route")
