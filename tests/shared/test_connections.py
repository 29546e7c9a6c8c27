"""Connections that are slow, idle or too many end, on a really running server."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI, Request
from prometheus_client import REGISTRY
from starlette.responses import Response

from deploy.connections import Limits
from deploy.run import server
from shared.settings import Settings
from shared.web.meter import RequestMeter
from shared.web.problems import install_problems

QUICK = Limits(
    head_seconds=0.5,
    head_bytes=4096,
    body_seconds=0.5,
    body_rate=10_000,
    answer_seconds=0.5,
    idle_seconds=1,
    per_client=20,
    in_all=30,
)
LATE = 30.0


def counting() -> FastAPI:
    app = FastAPI()
    install_problems(app)

    @app.post("/count")
    async def count(request: Request) -> int:
        return len(await request.body())

    @app.post("/unread")
    async def unread() -> str:
        return "no"

    @app.get("/large")
    async def large() -> Response:
        return Response(b"x" * 50_000_000)

    app.add_middleware(RequestMeter, service="connections")
    return app


class Heard(asyncio.StreamReader):
    """Keeps what came, although a reset may follow on its heels."""

    def __init__(self) -> None:
        super().__init__()
        self.all = bytearray()

    def feed_data(self, data: Any) -> None:
        self.all += data
        super().feed_data(data)


@dataclass
class Peer:
    """A client that speaks bytes."""

    reader: Heard
    writer: asyncio.StreamWriter

    @classmethod
    async def connected(cls, port: int) -> "Peer":
        reader, loop = Heard(), asyncio.get_running_loop()
        protocol = asyncio.StreamReaderProtocol(reader)
        transport, _ = await loop.create_connection(lambda: protocol, "127.0.0.1", port)
        return cls(reader, asyncio.StreamWriter(transport, protocol, reader, loop))

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def trickle(self, data: bytes, pause: float) -> None:
        """A byte now and then, until the other side has had enough."""
        with contextlib.suppress(OSError):
            for place in range(len(data)):
                await self.send(data[place : place + 1])
                await asyncio.sleep(pause)

    async def rest(self) -> bytes:
        """Everything until the server ends the connection, which it does in time."""
        async with asyncio.timeout(LATE):
            with contextlib.suppress(ConnectionResetError):
                await self.reader.read()
        return bytes(self.reader.all)


class Site:
    """A running server, and peers of it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._peers: list[Peer] = []

    async def connect(self) -> Peer:
        peer = await Peer.connected(self.port)
        self._peers.append(peer)
        return peer

    async def close(self) -> None:
        for peer in self._peers:
            peer.writer.transport.abort()


@asynccontextmanager
async def running(app: Any, limits: Limits, proxies: tuple[str, ...] = ()) -> AsyncGenerator[Site]:
    settings = Settings(trusted_proxies=proxies, _env_file=None).model_copy(update={"port": 0})
    http = server(app, settings, limits)
    serving = asyncio.create_task(http.serve())
    while not http.started:
        await asyncio.sleep(0.01)
    site = Site(http.servers[0].sockets[0].getsockname()[1])
    yield site
    await site.close()
    http.should_exit = True
    with contextlib.suppress(asyncio.CancelledError):
        await serving


@pytest.fixture
async def site() -> AsyncGenerator[Site]:
    async with running(counting(), QUICK) as site:
        yield site


def refused(reason: str) -> float:
    labels = {"reason": reason}
    return REGISTRY.get_sample_value("knotenpunkt_http_refused_total", labels) or 0.0


async def test_who_connects_and_says_nothing_is_let_go(site: Site) -> None:
    before = refused("slow")
    peer = await site.connect()
    assert (await peer.rest()).startswith(b"HTTP/1.1 408")
    assert refused("slow") == before + 1


async def test_a_head_that_comes_byte_by_byte_is_let_go(site: Site) -> None:
    peer = await site.connect()
    slow = asyncio.create_task(peer.trickle(b"GET /count HTTP/1.1\r\n" + b"X: y\r\n" * 99, 0.05))
    assert (await peer.rest()).startswith(b"HTTP/1.1 408")
    slow.cancel()


async def test_blank_lines_between_requests_keep_nothing_open(site: Site) -> None:
    peer = await site.connect()
    await peer.send(b"POST /count HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na")
    slow = asyncio.create_task(peer.trickle(b"\r\n" * 99, 0.05))
    answer = await peer.rest()
    assert answer.startswith(b"HTTP/1.1 200")
    slow.cancel()


async def test_a_head_without_end_is_refused(site: Site) -> None:
    peer = await site.connect()
    await peer.send(b"GET / HTTP/1.1\r\n")
    for _ in range(5):
        await peer.send(b"X: " + b"y" * 1000 + b"\r\n")
        await asyncio.sleep(0.01)
    assert (await peer.rest()).startswith(b"HTTP/1.1 431")


async def test_a_body_that_comes_byte_by_byte_is_let_go_and_is_no_failure_of_ours(
    site: Site,
) -> None:
    peer = await site.connect()
    await peer.send(b"POST /count HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
    slow = asyncio.create_task(peer.trickle(b"x" * 1000, 0.05))
    assert (await peer.rest()).startswith(b"HTTP/1.1 408")
    slow.cancel()
    labels = {"service": "connections", "route": "/count", "method": "POST", "status": "4xx"}
    async with asyncio.timeout(LATE):
        while not REGISTRY.get_sample_value("knotenpunkt_http_requests_total", labels):
            await asyncio.sleep(0.01)
    failed = labels | {"status": "5xx"}
    assert REGISTRY.get_sample_value("knotenpunkt_http_requests_total", failed) is None


async def test_a_body_nobody_reads_is_not_waited_for(site: Site) -> None:
    peer = await site.connect()
    await peer.send(b"POST /unread HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
    slow = asyncio.create_task(peer.trickle(b"x" * 1000, 0.05))
    assert (await peer.rest()).startswith(b"HTTP/1.1 200")
    slow.cancel()


async def test_a_body_that_keeps_its_rate_may_take_its_time(site: Site) -> None:
    peer = await site.connect()
    await peer.send(b"POST /count HTTP/1.1\r\nHost: x\r\nContent-Length: 30000\r\n\r\n")
    for _ in range(15):
        await peer.send(b"x" * 2000)
        await asyncio.sleep(0.1)
    line = await peer.reader.readline()
    assert line == b"HTTP/1.1 200 OK\r\n"


async def test_who_does_not_read_the_answer_is_let_go(site: Site) -> None:
    peer = await site.connect()
    await peer.send(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
    await asyncio.sleep(2)
    assert len(await peer.rest()) < 50_000_000


async def test_a_connection_between_requests_ends(site: Site) -> None:
    peer = await site.connect()
    await peer.send(b"POST /count HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
    assert (await peer.rest()).startswith(b"HTTP/1.1 200")


async def test_one_client_has_only_so_many_connections(site: Site) -> None:
    peers = [await site.connect() for _ in range(QUICK.per_client)]
    one_more = await site.connect()
    answer = await one_more.rest()
    assert answer.startswith(b"HTTP/1.1 429")
    assert b"retry-after: 10" in answer
    peers[0].writer.close()
    await asyncio.sleep(0.1)
    again = await site.connect()
    await again.send(b"POST /count HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
    assert await again.reader.readline() == b"HTTP/1.1 200 OK\r\n"


async def test_a_proxy_brings_many_and_all_have_an_end() -> None:
    async with running(counting(), QUICK, ("127.0.0.0/8",)) as site:
        for _ in range(QUICK.in_all):
            await site.connect()
        answer = await (await site.connect()).rest()
        assert answer.startswith(b"HTTP/1.1 503")
        assert b"retry-after: 10" in answer


async def test_who_hangs_up_is_not_counted_as_our_failure(site: Site) -> None:
    peer = await site.connect()
    await peer.send(b"POST /count HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx")
    labels = {"service": "connections", "route": "/count", "method": "POST", "status": "4xx"}
    before = REGISTRY.get_sample_value("knotenpunkt_http_requests_total", labels) or 0
    await asyncio.sleep(0.05)
    peer.writer.transport.abort()
    async with asyncio.timeout(LATE):
        while (REGISTRY.get_sample_value("knotenpunkt_http_requests_total", labels) or 0) == before:
            await asyncio.sleep(0.01)
    failed = labels | {"status": "5xx"}
    assert REGISTRY.get_sample_value("knotenpunkt_http_requests_total", failed) is None
