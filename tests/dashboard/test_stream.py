"""The live stream: nothing is missed, nothing comes twice, and it ends when it must."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest
import uvicorn
from httpx2 import AsyncClient

from services.dashboard.events.pages import hub_of, reached
from services.dashboard.stream.use_cases import RECENT
from tests.dashboard.conftest import address
from tests.dashboard.stories import HireStory, hired
from tests.house import BERGKAMEN, House
from tests.signing_in import coordinator_of


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


async def _publish_slowly(house: House, count: int) -> None:
    for _ in range(count // 5):
        await house.bus.publish([hired() for _ in range(5)])
        await asyncio.sleep(0.005)


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
