"""Asks an app without a server and without a client's comforts; hangs up when told enough."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from fastapi import FastAPI
from fastapi.routing import APIRoute, RouteContext
from starlette.types import Message

from shared.web.unread import KEY, read_by


@dataclass
class Told:
    """What came back; the body as far as somebody listened."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def location(self) -> str:
        return self.headers.get("location", "")


async def ask(
    app: FastAPI,
    method: str,
    address: str,
    headers: Mapping[str, str],
    body: bytes = b"",
    *,
    whole: bool = True,
) -> Told:
    """The answer; where the ``whole`` of it is not wanted, as of a stream, only its beginning."""
    told, begun = Told(), asyncio.Event()
    waiting: list[Message] = [{"type": "http.request", "body": body}]

    async def receive() -> Message:
        if waiting:
            return waiting.pop()
        await begun.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            told.status = message["status"]
            told.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            if not whole:
                begun.set()
        else:
            told.body += message.get("body", b"")

    await app(_scope(method, address, headers), receive, send)
    return told


def _scope(method: str, address: str, headers: Mapping[str, str]) -> dict[str, Any]:
    parts = urlsplit(address)
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "root_path": "",
        "query_string": parts.query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("knotenpunkt.test", 80),
    }


def cookie(cookies: Mapping[str, str]) -> str:
    """The header that a browser sends."""
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def reads(route: RouteContext) -> set[str]:
    """The names of the query parameters and headers that a route reads; others it refuses."""
    dependant = getattr(route, "dependant", None)
    if dependant is None:
        return set()
    query, takes_key = read_by(cast("APIRoute", route))
    return {*query, *([KEY] if takes_key else [])}
