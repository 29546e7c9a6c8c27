"""Knows who is shown how much they have not read."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from shared.messaging.database import Database
from shared.web.streams import Seats

SEATS_PER_CLIENT, SEATS_IN_ALL = 200, 2000
"""Streams of one address, behind which a whole town hall may be, and in all."""


class Watching:
    """Those in this process who are shown how much they have not read."""

    def __init__(self) -> None:
        self.seats = Seats(SEATS_PER_CLIENT, SEATS_IN_ALL)
        self._changed: set[asyncio.Event] = set()

    def wake(self) -> None:
        """Something may have changed for any of them."""
        for each in self._changed:
            each.set()

    @contextmanager
    def one(self) -> Iterator[asyncio.Event]:
        """Set whenever they have to look again."""
        changed = asyncio.Event()
        self._changed.add(changed)
        try:
            yield changed
        finally:
            self._changed.discard(changed)


_watching: WeakKeyDictionary[Database, Watching] = WeakKeyDictionary()


def watching(database: Database) -> Watching:
    """Those at the service that owns this database."""
    return _watching.setdefault(database, Watching())
