"""Streams of events, of which there may be only so many at once."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sse_starlette import EventSourceResponse
from starlette.types import Receive, Scope, Send

from shared.web.meter import REFUSED
from shared.web.problem import Problem, problem_response


class NoSeat(Exception):
    """There are as many readers as there may be: ``alone`` if all of them are one client's."""

    def __init__(self, *, alone: bool) -> None:
        super().__init__("no seat")
        self.alone = alone


class Seats:
    """How many may read at once, of one client and in all."""

    def __init__(self, per_client: int, in_all: int) -> None:
        self._per_client, self._in_all = per_client, in_all
        self._taken: Counter[str] = Counter()

    @contextmanager
    def taken_by(self, client: str) -> Iterator[None]:
        """One seat for as long as the block lasts; raises ``NoSeat``."""
        if self._taken[client] >= self._per_client:
            raise NoSeat(alone=True)
        if self._taken.total() >= self._in_all:
            raise NoSeat(alone=False)
        self._taken[client] += 1
        try:
            yield
        finally:
            self._taken[client] -= 1
            if not self._taken[client]:
                del self._taken[client]


class SeatedStream(EventSourceResponse):
    """A stream that is refused where there are too many already."""

    def __init__(self, seats: Seats, client: str, content: Any, **options: Any) -> None:
        super().__init__(content, **options)
        self._seats, self._client = seats, client

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            with self._seats.taken_by(self._client):
                await super().__call__(scope, receive, send)
        except NoSeat as refusal:
            REFUSED.labels("streams").inc()
            headers = {"Retry-After": "30"}
            status = 429 if refusal.alone else 503
            problem = Problem(status, "too-many-streams", "Too many streams", headers=headers)
            await problem_response(problem)(scope, receive, send)
