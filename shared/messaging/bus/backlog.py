"""How far a consumer is behind, in messages and in seconds."""

import time
from collections.abc import Collection, Iterator, Mapping
from itertools import chain, repeat

from shared.messaging.bus.bus import CaughtUp, ignore
from shared.messaging.message import Partition
from shared.telemetry import metrics

SELDOM_SECONDS = 15.0
"""How often a bus reports though nobody reads it."""
SOON_SECONDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
"""At first, when much may be read."""


def seldom() -> Iterator[float]:
    """The seconds between one report and the next."""
    return chain(SOON_SECONDS, repeat(SELDOM_SECONDS))


class Backlog:
    """One consumer's, told by its bus.

    The age is the time since everything that was stored earlier had been handled: since the
    oldest message at hand was stored, or the last handled one, or since the last look that found
    nothing left, whichever is latest. So it is never less than the age of the oldest waiting
    message, except for a backlog that was there before this consumer and of which it has not
    got a message yet: that one is counted from the first look.
    """

    def __init__(self, service: str, topics: Collection[str], caught_up: CaughtUp = ignore) -> None:
        self._service = service
        self._caught_up = caught_up
        self._topics = sorted(topics)
        self._since: dict[Partition, float] = {}

    def reached(self, place: Partition, moment: float) -> None:
        """Everything stored in ``place`` before ``moment`` (seconds since 1970) is handled."""
        self._since[place] = max(self._since.get(place, 0.0), min(moment, time.time()))

    def keep(self, places: Collection[Partition]) -> None:
        """Somebody else reads the others now."""
        self._since = {place: moment for place, moment in self._since.items() if place in places}

    def report(self, behind: Mapping[Partition, int], paused: int) -> None:
        """How many messages of each partition are not handled, and how many partitions wait."""
        now = time.time()
        done = [place for place, messages in behind.items() if not messages]
        for place in done:
            self.reached(place, now)
        self._caught_up(done)
        metrics.PAUSED.labels(self._service).set(paused)
        ages = [0.0]
        for topic in self._topics:
            waiting = {p: n for p, n in behind.items() if n and p.topic == topic}
            oldest = min((self._since.setdefault(place, now) for place in waiting), default=now)
            ages.append(max(0.0, now - oldest))
            metrics.LAG.labels(self._service, topic).set(sum(waiting.values()))
            metrics.LAG_AGE.labels(self._service, topic).set(ages[-1])
        _reported[self._service] = max(ages)


_reported: dict[str, float] = {}
"""By service, since reading it from the gauges costs as much as three statements."""


def seconds_behind(service: str) -> int:
    """For how long the oldest message waits that its consumer in this process has yet to handle.

    At most, and as of the last report.
    """
    return int(_reported.get(service, 0))
