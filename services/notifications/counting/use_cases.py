"""Knows who is shown how much they have not read."""

import asyncio
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from shared.database.notifier import ANYTHING
from shared.messaging.database import Database
from shared.web.streams import Seats

SEATS_PER_CLIENT, SEATS_IN_ALL = 200, 2000
"""Streams of one address, behind which a whole town hall may be, and in all."""


@dataclass(eq=False)
class Watcher:
    """Looks at one municipality's messages, or, while that is not known, at all."""

    tenant: str = ""
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class Watching:
    """Those in this process who are shown how much they have not read."""

    def __init__(self) -> None:
        self.seats = Seats(SEATS_PER_CLIENT, SEATS_IN_ALL)
        self._watchers: set[Watcher] = set()

    def wake(self, tenants: Collection[str] = ANYTHING) -> None:
        """Something may have changed for those who look at one of these."""
        for each in self._watchers:
            if not each.tenant or each.tenant in tenants or "" in tenants:
                each.changed.set()

    @contextmanager
    def one(self) -> Iterator[Watcher]:
        """Woken whenever they have to look again."""
        watcher = Watcher()
        self._watchers.add(watcher)
        try:
            yield watcher
        finally:
            self._watchers.discard(watcher)


_watching: WeakKeyDictionary[Database, Watching] = WeakKeyDictionary()


def watching(database: Database) -> Watching:
    """Those at the service that owns this database."""
    return _watching.setdefault(database, Watching())
