"""``python -m tests.benchmarks.load``: hires over keep-alive connections; prints JSON."""

import argparse
import asyncio
import json
import secrets
import time
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any

import uvloop

from shared.clock import local_date

HIRE = json.dumps(
    {
        "external_id": "%s",
        "person": {
            "given_name": "%s",
            "family_name": "%s",
            "email": "%s.lindenschmidt@example.org",
        },
        "start_date": (local_date(datetime.now(UTC)) + timedelta(days=70)).isoformat(),
        "placements": [
            {"school_number": "100001", "weekly_hours": 19.5},
            {"school_number": "100002", "weekly_hours": 19.5},
        ],
        "funding": "land",
    }
)
GIVEN = ["Mara", "Jonas", "Leyla", "Oskar", "Frieda", "Emre", "Helene", "Konrad"]
CONSONANTS, VOWELS = "bdfghjklmnprstwz", "aeiou"
HEAD = (
    "POST /directory/api/v1/hires HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    "Authorization: Bearer %s\r\nIdempotency-Key: %s\r\nContent-Length: %d\r\n\r\n"
)


class Connection(asyncio.Protocol):
    """One request at a time."""

    def __init__(self) -> None:
        self._buffer = b""
        self._answer: asyncio.Future[int] | None = None
        self._transport: Any

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def connection_lost(self, reason: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(reason or ConnectionResetError("closed by the server"))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, end, body = self._buffer.partition(b"\r\n\r\n")
        if not end or len(body) < _length(head):
            return
        self._buffer = b""
        if self._answer is not None:
            self._answer.set_result(int(head[9:12]))

    async def send(self, request: bytes) -> int:
        """The status of the answer."""
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        self._transport.close()


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line[:15].lower() == b"content-length:":
            return int(line[15:])
    return 0


def hire(key: str, number: int) -> str:
    """The body for a new colleague whose name is theirs alone: a namesake may be the same."""
    places = sha256(key.encode()).digest()[:5]
    family = "".join(CONSONANTS[each % 16] + VOWELS[each // 16 % 5] for each in places)
    return HIRE % (key, GIVEN[number % len(GIVEN)], family.capitalize(), key)


class Load:
    """As fast as answers come, or at a rate; until the time is over or enough is sent."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self._arguments = arguments
        self._mark = secrets.token_hex(4)
        self._numbers = count(1)
        self._due = self._end = 0.0
        self.seconds: list[float] = []
        self.refused = 0

    async def run(self) -> float:
        """How long it took."""
        loop, port = asyncio.get_running_loop(), self._arguments.port
        connections = [
            (await loop.create_connection(Connection, "127.0.0.1", port))[1]
            for _ in range(self._arguments.connections)
        ]
        began = self._due = time.perf_counter()
        self._end = began + self._arguments.seconds
        await asyncio.gather(*(self._work(connection) for connection in connections))
        return time.perf_counter() - began

    async def _work(self, connection: Connection) -> None:
        while (number := next(self._numbers)) <= self._arguments.at_most:
            due = await self._turn()
            if due >= self._end:
                return
            status = await connection.send(self._request(number))
            self.seconds.append(time.perf_counter() - due)
            self.refused += status != 201

    async def _turn(self) -> float:
        """When the next request is due."""
        if not self._arguments.rate:
            return time.perf_counter()
        due = self._due
        self._due += 1 / self._arguments.rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        return due

    def _request(self, number: int) -> bytes:
        key = f"{self._mark}{number:09}"
        body = hire(key, number)
        return (HEAD % (self._arguments.token, key, len(body)) + body).encode()


async def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.load")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--token", required=True)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--rate", type=float, default=0.0, help="per second; 0 is: at will")
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--at-most", type=int, default=10**9)
    load = Load(parser.parse_args())
    took = await load.run()
    times = sorted(load.seconds)
    print(
        json.dumps(
            {
                "sent": len(times),
                "per_second": len(times) / took,
                "refused": load.refused,
                "p50_ms": times[len(times) // 2] * 1000,
                "p99_ms": times[int(len(times) * 0.99)] * 1000,
            }
        )
    )


if __name__ == "__main__":
    uvloop.run(main())
