"""Connections to other services: kept, left in time, and never a reason to do something twice."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from httpx2 import (
    ConnectError,
    HTTPError,
    ReadError,
    RemoteProtocolError,
    Request,
    UnsupportedProtocol,
)

from deploy.local.program import free_port
from shared.web.connections import IDLE_SECONDS, Connections

WELL = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nwell"
PARTS = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nwe\r\n2\r\nll\r\n0\r\n\r\n"
LAST = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\nwell"
HALF = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nwe"


@dataclass
class Service:
    """Answers what it is told, question by question, and then closes."""

    url: str
    answers: Sequence[bytes]
    opened: int = 0
    asked: list[bytes] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.opened += 1
        for answer in self.answers:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:
                break
            self.asked.append(head)
            writer.write(answer)
        writer.close()


@asynccontextmanager
async def serving(*answers: bytes) -> AsyncGenerator[Service]:
    """On each connection the same."""
    port = free_port()
    service = Service(f"http://127.0.0.1:{port}/x", answers)
    server = await asyncio.start_server(service.serve, "127.0.0.1", port)
    try:
        yield service
    finally:
        server.close()


async def said(connections: Connections, service: Service, method: str = "GET") -> bytes:
    body = b"{}" if method == "POST" else None
    request = Request(method, service.url, content=body)
    answer = await connections.handle_async_request(request)
    return await answer.aread()


@pytest.mark.parametrize("answer", [WELL, PARTS])
async def test_a_connection_is_kept_for_the_next_question(answer: bytes) -> None:
    connections = Connections()
    async with serving(answer, answer, answer) as service:
        assert [await said(connections, service) for _ in range(3)] == [b"well"] * 3
        await connections.aclose()
    assert service.opened == 1


async def test_questions_at_once_have_a_connection_each() -> None:
    connections = Connections()
    async with serving(WELL) as service:
        found = await asyncio.gather(*(said(connections, service) for _ in range(3)))
        await connections.aclose()
    assert found == [b"well"] * 3
    assert service.opened == 3


async def test_who_says_that_it_closes_is_believed_and_who_closes_is_asked_anew() -> None:
    """Whether the end of the first connection has come already, or comes with the question."""
    for answer in (LAST, WELL):
        connections = Connections()
        async with serving(answer) as service:
            assert [await said(connections, service) for _ in range(3)] == [b"well"] * 3
            await connections.aclose()
        assert service.opened == 3


async def test_what_changes_something_is_not_sent_twice() -> None:
    class Refuses(Service):
        """Reads the second question, and closes without a word."""

        async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.opened += 1
            for _ in range(2):
                self.asked.append(await reader.readuntil(b"\r\n\r\n"))
                if len(self.asked) % 2:
                    writer.write(WELL)
            writer.close()

    connections, port = Connections(), free_port()
    service = Refuses(f"http://127.0.0.1:{port}/x", ())
    async with await asyncio.start_server(service.serve, "127.0.0.1", port):
        await said(connections, service)
        with pytest.raises(ReadError):
            await said(connections, service, "POST")
        assert len(service.asked) == 2
        await said(connections, service)
        assert await said(connections, service) == b"well"
        await connections.aclose()
    assert [each.split()[0] for each in service.asked] == [b"GET", b"POST", b"GET", b"GET", b"GET"]


async def test_a_connection_that_was_idle_for_long_is_left() -> None:
    moment = [0.0]
    connections = Connections(lambda: moment[0])
    async with serving(WELL, WELL) as service:
        await said(connections, service)
        moment[0] += IDLE_SECONDS - 1
        await said(connections, service)
        assert service.opened == 1
    async with serving(WELL, WELL) as service:
        await said(connections, service)
        moment[0] += IDLE_SECONDS + 1
        await said(connections, service)
        await connections.aclose()
        assert service.opened == 2


@pytest.mark.parametrize(
    ("answer", "fault"), [(b"good day\r\n\r\n", RemoteProtocolError), (HALF, ReadError)]
)
async def test_what_is_no_answer_is_a_fault(answer: bytes, fault: type[HTTPError]) -> None:
    connections = Connections()
    async with serving(answer) as service:
        with pytest.raises(fault):
            await said(connections, service)
        await connections.aclose()


async def test_nobody_there_is_a_fault() -> None:
    connections = Connections()
    with pytest.raises(ConnectError):
        await said(connections, Service(f"http://127.0.0.1:{free_port()}/x", ()))
    with pytest.raises(UnsupportedProtocol):
        await said(connections, Service("gopher://127.0.0.1/x", ()))


async def test_whoever_does_not_wait_any_longer_leaves_no_answer_to_the_next() -> None:
    connections = Connections()
    async with serving(b"", WELL) as service:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await said(connections, service)
        service.answers = (WELL,)
        assert await said(connections, service) == b"well"
        await connections.aclose()
    assert service.opened == 2
