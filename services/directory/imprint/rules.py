"""How often reports are taken from one place, so that nobody buries the office under them."""

from collections import OrderedDict

MOST, WITHIN_SECONDS, REMEMBERED = 5, 3600.0, 10_000


class Limit:
    """Counts in this process and in bounded memory; the longest untouched are forgotten first."""

    def __init__(self) -> None:
        self._times: OrderedDict[str, list[float]] = OrderedDict()

    def take(self, place: str, now: float) -> float:
        """Count one more; returns 0, or in how many seconds the next one is taken instead."""
        recent = [each for each in self._times.get(place, ()) if now - each < WITHIN_SECONDS]
        if len(recent) >= MOST:
            return recent[0] + WITHIN_SECONDS - now
        self._times[place] = [*recent, now]
        self._times.move_to_end(place)
        if len(self._times) > REMEMBERED:
            self._times.popitem(last=False)
        return 0.0
