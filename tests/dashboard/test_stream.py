"""The live stream: nothing is missed, nothing comes twice, and it ends when it must."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

import pytest
import uvicorn
from httpx2 import AsyncClient
from sqlalchemy import update

from deploy.run import server as serve
from services.dashboard.events.pages import hub_of, reached
from services.dashboard.stream.use_cases import RECENT, ROOM, SEATS_IN_ALL, SEATS_PER_CLIENT, Hub
from shared.contracts.accounts import SessionRecord
from shared.ids import new_id
from shared.messaging.event import EVERYONE, Record
from shared.messaging.message import Message
from shared.web.sessions.cookies import digest_of
from shared.web.sessions.models import sessions
from tests.dashboard.conftest import address
from tests.dashboard.stories import BEGINNING, HireStory, hired
from tests.house import BERGKAMEN, House
from tests.signing_in import OPERATOR, coordinator_of


@dataclass
class Stream:
    """What a client has received."""

    ids: list[int] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def read(self, lines: AsyncIterator[str]) -> None:
        async for line in lines:
            name, _, value = line.partition(": ")
            if name == "id":
                self.ids.append(int(value))
            elif name == "data":
                self.data.append(value)
        self.ended.set()

    async def has(self, count: int) -> None:
        async with asyncio.timeout(10):
            while len(self.data) < count:
                await asyncio.sleep(0.01)


@asynccontextmanager
async def connected(
    house: House,
    server: uvicorn.Server,
    query: str = "",
    last: int | str | None = None,
    cookies: Mapping[str, str] | None = None,
) -> AsyncIterator[Stream]:
    hub = hub_of(house.context("dashboard").database)
    before = hub.watchers
    headers = {} if last is None else {b"Last-Event-ID": str(last).encode()}
    url = f"{address(server)}/ereignisse/strom?{query}"
    stream = Stream()
    async with (
        AsyncClient(timeout=20, cookies=dict(cookies or house.http.cookies.items())) as http,
        http.stream("GET", url, headers=headers) as answer,
    ):
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        reading = asyncio.create_task(stream.read(answer.aiter_lines()))
        while hub.watchers == before:
            await asyncio.sleep(0.01)
        yield stream
        reading.cancel()
        await asyncio.wait([reading])


async def test_a_connected_client_gets_a_new_event(house: House, server: uvicorn.Server) -> None:
    await house.bus.publish([hired()])
    await house.quiet()
    async with connected(house, server) as stream:
        event = hired()
        await house.bus.publish([event])
        await stream.has(1)
        assert stream.ids == [2]
        assert str(event.correlation_id) in stream.data[0]
        assert "Einstellung gemeldet" in stream.data[0]


async def test_who_comes_back_gets_what_was_missed_without_gap_or_double(
    house: House, server: uvicorn.Server
) -> None:
    await house.bus.publish([hired() for _ in range(40)])
    await house.quiet()
    publishing = asyncio.create_task(_publish_slowly(house, 60))
    async with connected(house, server, last=10) as stream:
        await publishing
        await stream.has(90)
        await asyncio.sleep(0.1)
        assert stream.ids == list(range(11, 101))


async def test_a_long_absence_is_made_up_for_from_the_database(
    house: House, server: uvicorn.Server
) -> None:
    hub = hub_of(house.context("dashboard").database)
    await house.bus.publish([hired() for _ in range(RECENT + 30)])
    await house.quiet()
    while hub.position != RECENT + 30:
        await asyncio.sleep(0.01)
    assert hub.recent(5) is None
    async with connected(house, server, "after=5") as stream:
        await stream.has(RECENT + 25)
        assert stream.ids == list(range(6, RECENT + 31))


async def test_last_event_id_counts_more_than_the_address(
    house: House, server: uvicorn.Server
) -> None:
    await house.bus.publish([hired() for _ in range(5)])
    await house.quiet()
    async with connected(house, server, "after=0", last=3) as stream:
        await stream.has(2)
        assert stream.ids == [4, 5]


async def test_a_stream_respects_its_filter_live_and_in_the_past(
    house: House, server: uvicorn.Server
) -> None:
    before, after = HireStory(), HireStory()
    await house.bus.publish(before.events)
    await house.quiet()
    query = "after=0&form=json&type=surveys.pulse-planned.v1&service=surveys&municipality="
    async with connected(house, server, query) as stream:
        await house.bus.publish([*after.events, hired()])
        await stream.has(2)
        await house.quiet()
        found = [json.loads(data)["id"] for data in stream.data]
        assert found == [str(before.planned.id), str(after.planned.id)]


async def test_one_story_can_be_followed(house: House, server: uvicorn.Server) -> None:
    mine, other = HireStory(), HireStory()
    query = f"correlation={mine.correlation_id}&form=json"
    async with connected(house, server, query) as stream:
        await house.bus.publish([e for pair in zip(mine.events, other.events) for e in pair])  # noqa: B905
        await stream.has(len(mine.events))
        await house.quiet()
        found = {json.loads(data)["id"] for data in stream.data}
        assert found == {str(event.id) for event in mine.events}


async def test_an_event_is_rendered_once_however_many_watch(
    house: House, server: uvicorn.Server
) -> None:
    hub = hub_of(house.context("dashboard").database)
    await hub.begun()
    with hub.watching(lambda _: True) as one, hub.watching(lambda _: True) as two:
        await house.bus.publish([hired()])
        first = await anext(aiter(one.items()))
        second = await anext(aiter(two.items()))
    assert first is second


async def test_open_streams_end_within_two_seconds_of_a_shutdown(
    house: House, server: uvicorn.Server
) -> None:
    async with connected(house, server) as one, connected(house, server) as two:
        started = time.monotonic()
        server.should_exit = True
        async with asyncio.timeout(5):
            await one.ended.wait()
            await two.ended.wait()
        assert time.monotonic() - started < 2


async def test_who_leaves_is_forgotten(house: House, server: uvicorn.Server) -> None:
    hub = hub_of(house.context("dashboard").database)
    async with connected(house, server):
        assert hub.watchers == 1
    async with asyncio.timeout(5):
        while hub.watchers:
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("last", [4711, 2**63, "9" * 400, "-1", "abc", "1.5", "²"])
async def test_an_id_that_is_none_of_ours_means_from_now_on(
    house: House, server: uvicorn.Server, last: int | str
) -> None:
    await house.bus.publish([hired() for _ in range(3)])
    await house.quiet()
    async with connected(house, server, "after=0", last=last) as stream:
        await house.bus.publish([hired()])
        await stream.has(1)
        assert stream.ids == [4]


async def test_a_position_ahead_in_the_address_means_from_now_on(
    house: House, server: uvicorn.Server
) -> None:
    async with connected(house, server, "after=99") as stream:
        await house.bus.publish([hired()])
        await stream.has(1)
        assert stream.ids == [1]


async def test_a_position_the_hub_has_not_reached_is_not_sent_again(house: House) -> None:
    database = house.context("dashboard").database
    await house.bus.publish([hired() for _ in range(3)])
    await house.quiet()
    assert await reached(database, 3) == 3
    assert await reached(database, 4) is None


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


async def _publish_slowly(house: House, count: int) -> None:
    for _ in range(count // 5):
        await house.bus.publish([hired() for _ in range(5)])
        await asyncio.sleep(0.005)


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
    soon = house.clock.now() + timedelta(seconds=0.3)
    async with house.context("dashboard").database.transaction() as uow:
        await uow.session.execute(update(sessions).values(ends_at=soon))
    async with connected(house, server, cookies=cookies) as stream, asyncio.timeout(2):
        await stream.ended.wait()


async def test_a_coordinators_stream_tells_of_her_own_municipality_only(
    house: House, server: uvicorn.Server
) -> None:
    cookies = await house.sign_in(coordinator_of(BERGKAMEN))
    async with connected(house, server, cookies=cookies) as stream:
        elsewhere, here = replace(hired(), tenant="05978020"), hired()
        await house.bus.publish([elsewhere, here])
        await stream.has(1)
        assert str(here.correlation_id) in stream.data[0]
        assert len(stream.data) == 1


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
