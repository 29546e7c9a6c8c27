"""People who register, each as their browser does it: catalogue, gathering, button, gathering."""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from time import perf_counter
from uuid import UUID

from tests.benchmarks.load import Connection

CATALOGUE = "/trainings/angebote"
HEAD = (
    "{} {} HTTP/1.1\r\nHost: knotenpunkt.test\r\nAccept: text/html\r\nCookie: {}\r\n"
    "X-Person: {}\r\nSec-Fetch-Site: same-origin\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\n{}"
    "Content-Length: {}\r\n\r\n{}"
)
ADDRESSES = (f"127.2.{number // 250 % 250}.{number % 250 + 1}" for number in count())
"""Each connection has one of its own: how often one address may come is limited."""


@dataclass(frozen=True)
class Guest:
    """Somebody who is signed in."""

    id: UUID
    cookie: str

    def request(self, method: str, path: str, body: str = "", more: str = "") -> bytes:
        head = HEAD.format(method, path, self.cookie, self.id, more, len(body), body)
        return head.encode()


@dataclass
class Taken:
    """Seconds of each whole registration, and answers that were none."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0
    took: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.seconds) / self.took


@asynccontextmanager
async def connected(port: int) -> AsyncGenerator[Connection]:
    loop = asyncio.get_running_loop()
    address = (next(ADDRESSES), 0)
    _, connection = await loop.create_connection(Connection, "127.0.0.1", port, local_addr=address)
    try:
        yield connection
    finally:
        connection.close()


async def register(connection: Connection, guest: Guest, gathering: UUID) -> bool:
    """Whether every answer was the right one."""
    page = f"{CATALOGUE}/{gathering}"
    asked = [("GET", CATALOGUE, ""), ("GET", page, ""), ("POST", page, "waits=ja")]
    found = [await connection.send(guest.request(*each)) for each in [*asked, ("GET", page, "")]]
    return found == [200, 200, 303, 200]


async def at_once(
    port: int, guests: Iterator[Guest], gatherings: Sequence[UUID], many: int, seconds: float
) -> Taken:
    """So many people all the time, each for the next of the gatherings."""
    taken, began, turns = Taken(), perf_counter(), count()

    async def work() -> None:
        async with connected(port) as connection:
            while perf_counter() - began < seconds:
                gathering = gatherings[next(turns) % len(gatherings)]
                started = perf_counter()
                taken.errors += not await register(connection, next(guests), gathering)
                taken.seconds.append(perf_counter() - started)

    await asyncio.gather(*(work() for _ in range(many)))
    taken.took = perf_counter() - began
    return taken


async def rush(
    port: int, guests: Iterator[Guest], gathering: UUID, many: int, seconds: float
) -> Taken:
    """So many people within this time, however long others before them have to wait."""
    taken, began = Taken(), perf_counter()

    async def come(number: int) -> None:
        due = began + number * seconds / many
        await asyncio.sleep(due - perf_counter())
        async with connected(port) as connection:
            taken.errors += not await register(connection, next(guests), gathering)
        taken.seconds.append(perf_counter() - due)

    await asyncio.gather(*(come(number) for number in range(many)))
    taken.took = perf_counter() - began
    return taken


async def press_at_once(port: int, guests: Sequence[Guest], gathering: UUID) -> list[int]:
    """All of them the button alone."""

    async def press(guest: Guest) -> int:
        async with connected(port) as connection:
            body = "waits=ja"
            return await connection.send(guest.request("POST", f"{CATALOGUE}/{gathering}", body))

    return await asyncio.gather(*(press(each) for each in guests))


async def milliseconds(
    port: int, guest: Guest, path: str, times: int, *, status: int = 200, more: str = ""
) -> list[float]:
    """How long one page takes, asked one after the other."""
    request, taken = guest.request("GET", path, more=more), list[float]()
    async with connected(port) as connection:
        for number in range(times + 3):
            began = perf_counter()
            found = await connection.send(request)
            assert found == status, (found, path)
            if number >= 3:
                taken.append((perf_counter() - began) * 1000)
    return taken
