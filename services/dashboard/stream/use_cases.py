"""Hands every new item to everybody who watches; who reads too slowly is let go."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from services.dashboard.stream.queries import Standing
from shared.web.streams import Seats

ROOM = 256
"""How many items may wait for one watcher."""
RECENT = 1000
"""How many items are kept ready for watchers who come back."""

SEATS_PER_CLIENT = 20
"""Streams of one address, behind which a whole office may be."""
SEATS_IN_ALL = 200


class Placed(Protocol):
    """An item with its place in the order of all items."""

    @property
    def position(self) -> int: ...


Item = TypeVar("Item", bound=Placed)


class Watcher(Generic[Item]):
    """One reader; its items end when it was too slow, or when the hub closes."""

    def __init__(
        self, wants: Callable[[Item], bool], joined: int, session_id: UUID | None = None
    ) -> None:
        self.joined = joined
        self.session_id = session_id
        self.access_version: int | None = None
        self.ended = False
        self._wants = wants
        self._items: deque[Item] = deque()
        self._changed = asyncio.Event()

    def offer(self, item: Item) -> None:
        if self._wants(item):
            self._items.append(item)
            self._changed.set()
        if len(self._items) > ROOM:
            self.end()

    def end(self) -> None:
        self.ended = True
        self._items.clear()
        self._changed.set()

    async def items(self) -> AsyncIterator[Item]:
        """What came after ``joined``, until the end."""
        while not self.ended:
            await self._changed.wait()
            self._changed.clear()
            while self._items:
                yield self._items.popleft()


class Hub(Generic[Item]):
    """Knows how far everything was handed out, and the watchers of this process."""

    def __init__(self) -> None:
        self._position: int | None = None
        self._recent: deque[Item] = deque(maxlen=RECENT)
        self._recent_since = 0
        self._watchers: set[Watcher[Item]] = set()
        self._begun = asyncio.Event()
        self.seats = Seats(SEATS_PER_CLIENT, SEATS_IN_ALL)

    @property
    def position(self) -> int | None:
        """The last position handed out; None before the beginning."""
        return self._position

    @property
    def watchers(self) -> int:
        """How many are watching."""
        return len(self._watchers)

    def begin(self, position: int) -> None:
        """Everything up to ``position`` happened while nobody watched."""
        self._recent.clear()
        self._position = self._recent_since = position
        self._begun.set()

    def publish(self, items: Sequence[Item]) -> None:
        """Hand out ``items``, in order; never waits."""
        for item in items:
            if len(self._recent) == RECENT:
                self._recent_since = self._recent[0].position
            self._recent.append(item)
            self._position = item.position
            for watcher in self._watchers:
                watcher.offer(item)

    async def begun(self) -> None:
        """Wait until positions are known."""
        await self._begun.wait()

    @contextmanager
    def watching(
        self, wants: Callable[[Item], bool], session_id: UUID | None = None
    ) -> Iterator[Watcher[Item]]:
        """Join now, by this sign-in: the watcher gets what is handed out from here on."""
        assert self._position is not None, "nobody watches before the beginning"
        watcher = Watcher(wants, self._position, session_id)
        self._watchers.add(watcher)
        try:
            yield watcher
        finally:
            self._watchers.discard(watcher)

    @property
    def session_ids(self) -> set[UUID]:
        """The sign-ins of those who watch."""
        return {each.session_id for each in self._watchers if each.session_id}

    def keep_only(self, standings: Mapping[UUID, Standing]) -> None:
        """Let go whose sign-in has ended, or who may do something else since they joined."""
        for watcher in self._watchers:
            standing = standings.get(watcher.session_id) if watcher.session_id else None
            version = standing.access_version if standing else None
            if version is None or watcher.access_version not in (None, version):
                watcher.end()
            watcher.access_version = version

    def recent(self, after: int) -> list[Item] | None:
        """What was handed out after a position, or None if that is too long ago."""
        if after < self._recent_since:
            return None
        return [item for item in self._recent if item.position > after]

    def close(self) -> None:
        """Let all watchers go."""
        for watcher in self._watchers:
            watcher.end()
