"""Connections to other services, kept for the next question.

The usual client takes three times as long to ask as a service takes to answer.
"""

import asyncio
import ssl
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from time import monotonic
from typing import cast

import httptools
from httpx2 import (
    URL,
    AsyncBaseTransport,
    ConnectError,
    ReadError,
    RemoteProtocolError,
    Request,
    Response,
    UnsupportedProtocol,
)

IDLE_SECONDS = 15
"""After an answer; less than a service keeps them."""
Place = tuple[str, str, int]
"""Scheme, host and port."""
PORTS = {"http": 80, "https": 443}


@cache
def _certificates() -> ssl.SSLContext:
    """The machine's own, so that a house's own authority counts; reading them takes a while."""
    return ssl.create_default_context()


class Connections(AsyncBaseTransport):
    """As many as questions are asked at once."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._idle: defaultdict[Place, list[_Connection]] = defaultdict(list)

    async def handle_async_request(self, request: Request) -> Response:
        place = _place(request.url)
        sent = _written(request, await request.aread())
        connection = self._take(place)
        if connection is not None:
            try:
                return await self._ask(place, connection, sent)
            except _Closed:
                if request.method != "GET":
                    raise
        return await self._ask(place, await _opened(place), sent)

    async def aclose(self) -> None:
        for connection in [each for idle in self._idle.values() for each in idle]:
            connection.close()
        self._idle.clear()

    def _take(self, place: Place) -> "_Connection | None":
        """The one used last, if it is still open."""
        idle = self._idle[place]
        while idle:
            connection = idle.pop()
            if connection.is_open and self._now() < connection.until:
                return connection
            connection.close()
        return None

    async def _ask(self, place: Place, connection: "_Connection", sent: bytes) -> Response:
        try:
            answer = await connection.ask(sent)
        except BaseException:
            connection.close()
            raise
        if connection.is_kept:
            connection.until = self._now() + IDLE_SECONDS
            self._idle[place].append(connection)
        else:
            connection.close()
        return answer


class _Closed(ReadError):
    """The service had closed the connection before it said anything."""


class _Connection(asyncio.Protocol):
    """One question at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport
        self._answer: asyncio.Future[Response] | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._headers: list[tuple[bytes, bytes]] = []
        self._body: list[bytes] = []
        self._begun = False
        self.is_kept = False
        """Whether the service will answer more."""
        self.until = 0.0

    async def ask(self, sent: bytes) -> Response:
        """Raises what an ``AsyncBaseTransport`` raises."""
        self._answer = asyncio.get_running_loop().create_future()
        self._headers, self._body, self._begun = [], [], False
        self._transport.write(sent)
        return await self._answer

    @property
    def is_open(self) -> bool:
        return not self._transport.is_closing()

    def close(self) -> None:
        self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, reason: Exception | None) -> None:
        fault: type[ReadError] = ReadError if self._begun else _Closed
        self._fail(fault("the connection was closed"))

    def data_received(self, data: bytes) -> None:
        self._begun = True
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._fail(RemoteProtocolError("this is no HTTP"))
            self._transport.abort()

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name, value))

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        self.is_kept = self._parser.should_keep_alive()
        if self._answer is not None and not self._answer.done():
            status = self._parser.get_status_code()
            content = b"".join(self._body)
            self._answer.set_result(Response(status, headers=self._headers, content=content))

    def _fail(self, fault: Exception) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(fault)


async def _opened(place: Place) -> _Connection:
    scheme, host, port = place
    loop = asyncio.get_running_loop()
    secure = _certificates() if scheme == "https" else None
    try:
        _, connection = await loop.create_connection(_Connection, host, port, ssl=secure)
    except OSError as reason:
        raise ConnectError(type(reason).__name__) from reason
    return connection


def _place(url: URL) -> Place:
    if url.scheme not in PORTS:
        raise UnsupportedProtocol(url.scheme)
    return url.scheme, url.host, url.port or PORTS[url.scheme]


def _written(request: Request, body: bytes) -> bytes:
    lines = [b"%s %s HTTP/1.1" % (request.method.encode(), request.url.raw_path)]
    lines += [b"%s: %s" % each for each in request.headers.raw]
    return b"\r\n".join([*lines, b"", body])
