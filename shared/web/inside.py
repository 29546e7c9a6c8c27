"""Asks an app of this process what its server would be asked, without a connection between them."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import structlog
from starlette.types import ASGIApp, Message

from shared.faults import describe

log = structlog.get_logger(__name__)

FAILED = 500


@dataclass(frozen=True)
class Answer:
    """What a service says."""

    status: int
    body: bytes

    @property
    def is_good(self) -> bool:
        """Whether it did what it was asked."""
        return 200 <= self.status < 300


async def ask(
    app: ASGIApp,
    mounted_at: str,
    method: str,
    path: str,
    query: Mapping[str, str | int],
    headers: Mapping[str, str],
    body: bytes = b"",
) -> Answer:
    """Whatever the app answers below ``mounted_at``; 500 if it fails."""
    address = f"{mounted_at}{path}"
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": address,
        "raw_path": address.encode(),
        "root_path": mounted_at,
        "query_string": urlencode(query).encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", None),
    }
    exchange = _Exchange(body)
    try:
        await app(scope, exchange.receive, exchange.send)
    except Exception as fault:
        log.error("request inside failed", service=mounted_at, fault=describe(fault))
        return Answer(FAILED, b"")
    return Answer(exchange.status, b"".join(exchange.parts))


class _Exchange:
    """What the app reads and writes."""

    def __init__(self, body: bytes) -> None:
        self._waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]
        self.status = FAILED
        self.parts: list[bytes] = []

    async def receive(self) -> Message:
        """Nothing hangs up: a caller that does not wait any longer cancels."""
        return self._waiting.pop() if self._waiting else await asyncio.Future[Message]()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.parts.append(message.get("body", b""))
