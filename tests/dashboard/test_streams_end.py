"""Streams are let go: those beyond the seats, those that read too slowly, and those signed out."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
import uvicorn
from sqlalchemy import update

from deploy.run import server as serve
from services.dashboard.events.pages import hub_of
from services.dashboard.stream.use_cases import ROOM, SEATS_IN_ALL, SEATS_PER_CLIENT, Hub
from shared.contracts.accounts import SessionRecord
from shared.ids import new_id
from shared.messaging.event import EVERYONE, Record
from shared.messaging.message import Message
from shared.web.sessions.cookies import digest_of
from shared.web.sessions.models import sessions
from tests.dashboard.conftest import address
from tests.dashboard.stories import BEGINNING, hired
from tests.dashboard.test_stream import connected
from tests.house import House
from tests.signing_in import OPERATOR


class Streams:
    """Many clients of the stream at once, on sockets of their own."""

    def __init__(self, server: uvicorn.Server, cookies: Mapping[str, str]) -> None:
        self._cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self._port = int(address(server).split(":")[2].split("/")[0])
        self._writers: list[asyncio.StreamWriter] = []

    async def ask(self, client: str) -> tuple[int, bytes]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._writers.append(writer)
        head = f"Host: localhost\r\nCookie: {self._cookie}\r\nX-Forwarded-For: {client}\r\n\r\n"
        writer.write(f"GET /dashboard/ereignisse/strom HTTP/1.1\r\n{head}".encode())
        answer = await reader.readuntil(b"\r\n\r\n")
        return int(answer.split()[1]), answer.lower()

    async def many(self, clients: list[str]) -> Counter[int]:
        asked = await asyncio.gather(*(self.ask(client) for client in clients))
        assert all(status == 200 or b"retry-after: " in head for status, head in asked)
        return Counter(status for status, _ in asked)

    def leave(self) -> None:
        for writer in self._writers:
            writer.transport.abort()


@pytest.fixture
async def streams(house: House) -> AsyncGenerator[tuple[House, Streams]]:
    """Behind a proxy that says who asks."""
    settings = house.settings.model_copy(update={"port": 0, "trusted_proxies": ("127.0.0.1",)})
    http = serve(house.app, settings)
    serving = asyncio.create_task(http.serve())
    while not http.started:
        await asyncio.sleep(0.01)
    streams = Streams(http, dict(house.http.cookies))
    yield house, streams
    streams.leave()
    http.should_exit = True
    await asyncio.wait([serving])


async def test_five_hundred_streams_of_one_client_are_few(
    streams: tuple[House, Streams],
) -> None:
    house, clients = streams
    answers = await clients.many(["192.0.2.1"] * 500)
    assert answers == {200: SEATS_PER_CLIENT, 429: 500 - SEATS_PER_CLIENT}
    assert await clients.many(["192.0.2.2"]) == {200: 1}
    clients.leave()
    hub = hub_of(house.context("dashboard").database)
    async with asyncio.timeout(10):
        while hub.watchers:
            await asyncio.sleep(0.01)
    assert await clients.many(["192.0.2.1"]) == {200: 1}


async def test_five_hundred_streams_of_many_clients_have_an_end(
    streams: tuple[House, Streams],
) -> None:
    answers = await streams[1].many([f"192.0.2.{number % 100}" for number in range(500)])
    assert answers == {200: SEATS_IN_ALL, 503: 500 - SEATS_IN_ALL}


@dataclass(frozen=True)
class Number:
    position: int


async def test_who_reads_too_slowly_is_let_go_and_nobody_else() -> None:
    hub: Hub[Number] = Hub()
    hub.begin(0)
    with hub.watching(lambda _: True) as slow, hub.watching(lambda n: n.position == 1) as calm:
        hub.publish([Number(n) for n in range(1, ROOM + 2)])
        assert slow.ended
        assert not calm.ended
        assert [n async for n in slow.items()] == []
        assert await anext(aiter(calm.items())) == Number(1)


async def test_a_stream_ends_with_the_sign_in_it_was_opened_by(
    house: House, server: uvicorn.Server
) -> None:
    ending, staying = [await house.sign_in(OPERATOR) for _ in range(2)]
    async with (
        connected(house, server, cookies=ending) as ended,
        connected(house, server, cookies=staying) as stayed,
    ):
        await house.bus.publish([gone(SessionRecord, secret_of(ending))])
        async with asyncio.timeout(1):
            await ended.ended.wait()
        await house.bus.publish([hired()])
        await stayed.has(1)


async def test_a_stream_ends_at_the_absolute_end_of_a_sign_in(
    house: House, server: uvicorn.Server
) -> None:
    cookies = await house.sign_in(OPERATOR)
    soon = house.clock.now() + timedelta(seconds=1)  # who comes later is not let in at all
    async with house.context("dashboard").database.transaction() as uow:
        await uow.session.execute(update(sessions).values(ends_at=soon))
    async with connected(house, server, cookies=cookies) as stream, asyncio.timeout(3):
        await stream.ended.wait()
        assert house.clock.now() >= soon


def secret_of(cookies: Mapping[str, str]) -> UUID:
    """The id of the session that a browser with these cookies has."""
    return next(digest_of(value) for value in cookies.values() if value != "1")


def gone(record: type[Record], key: UUID) -> Message:
    """The erasure of a record."""
    return Message(
        id=new_id(),
        topic=record.topic,
        key=str(key),
        type=record.type_name,
        time=BEGINNING,
        tenant=EVERYONE,
        correlation_id=new_id(),
        causation_id=None,
        data=None,
    )
