"""Asks for pages one by one, and counts processor time, which a busy machine changes least."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from time import process_time
from urllib.parse import urlsplit

from deploy.local.postgres import PostgresServer
from tests.benchmarks.load import Connection
from tests.benchmarks.pages.stage import Stage, Visitor
from tests.benchmarks.pages.walking import Kind
from tests.benchmarks.processes import children
from tests.house import URL

REQUEST = "GET {} HTTP/1.1\r\nHost: {}\r\nAccept: text/html\r\nCookie: {}\r\n\r\n"

ADDRESSES = (f"127.1.{number // 250}.{number % 250 + 1}" for number in count())
"""Each page is asked for from one of its own: how often one address may come is limited."""


@dataclass
class Timed:
    """A page as somebody sees it, and an empty one for the same person; milliseconds by slice."""

    kind: Kind
    visitor: str
    page: list[list[float]] = field(default_factory=list)
    empty: list[list[float]] = field(default_factory=list)

    @property
    def p95(self) -> float:
        return p95([each for part in self.page for each in part])

    @property
    def p50(self) -> float:
        return median(each for part in self.page for each in part)

    def multiple(self, number: int) -> float:
        """In one slice."""
        return p95(self.page[number]) / p95(self.empty[number])

    @property
    def multiples(self) -> float:
        """The median of all slices."""
        return median(self.multiple(number) for number in range(len(self.page)))


def p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20)[18]


class Meter:
    """Processor time of this process, and of PostgreSQL's that work for it."""

    def __init__(self, postgres: PostgresServer | None) -> None:
        self._postgres = postgres
        self._files: list[Path] = []

    def look(self) -> None:
        """Find out who works for us now."""
        pids = children(self._postgres.pid) if self._postgres and self._postgres.pid else []
        ours = [pid for pid in pids if b"127.0.0.1(" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        self._files = [Path(f"/proc/{pid}/schedstat") for pid in ours]

    async def milliseconds(self, ask: Callable[[], Awaitable[None]]) -> float:
        before, began = self._others(), process_time()
        await ask()
        own = process_time() - began
        return own * 1e3 + (self._others() - before) / 1e6

    def _others(self) -> int:
        """Nanoseconds; reading them is not counted."""
        return sum(int(each.read_text().split()[0]) for each in self._files)


async def measure(
    stage: Stage, visitor: Visitor, addresses: Sequence[str], meter: Meter, rounds: int
) -> tuple[list[float], list[float]]:
    """The page, and the empty one, in turn."""
    loop = asyncio.get_running_loop()
    _, connection = await loop.create_connection(
        Connection, "127.0.0.1", stage.port, local_addr=(next(ADDRESSES), 0)
    )

    def asking(address: str) -> Callable[[], Awaitable[None]]:
        request = REQUEST.format(address, urlsplit(URL).netloc, visitor.cookie).encode()

        async def ask() -> None:
            status = await connection.send(request)
            assert status == 200, (status, address)

        return ask

    empty, pages = asking(visitor.empty_page), [asking(each) for each in addresses]
    for each in (*pages, empty):
        await each()
    meter.look()
    of_page, of_empty = [], []
    for number in range(rounds):
        of_page.append(await meter.milliseconds(pages[number % len(pages)]))
        of_empty.append(await meter.milliseconds(empty))
    connection.close()
    return of_page, of_empty
