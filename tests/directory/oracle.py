"""What must become of hires, changes and departures, thought day by day."""

from dataclasses import dataclass, field
from datetime import date, timedelta

ACCEPTED, UNKNOWN, SETTLED, INVALID = 201, 404, 409, 422


@dataclass
class Period:
    """An employment, and the school that was posted for a day on."""

    start: date
    fixed: date | None
    posted: dict[date, str]
    last: date | None = None
    cancelled: bool = False

    @property
    def end(self) -> date:
        return self.last or self.fixed or date.max

    def closed(self, today: date) -> bool:
        return self.cancelled or (self.last is not None and self.last < today)

    def school(self, day: date) -> str | None:
        """Where somebody works on this day."""
        if self.cancelled or not self.start <= day <= self.end:
            return None
        while day not in self.posted:
            day -= timedelta(days=1)
        return self.posted[day]


@dataclass
class Worker:
    """One carrier's number, and everything that was accepted under it."""

    today: date
    periods: list[Period] = field(default_factory=list)
    changes: int = 0
    departures: int = 0

    def hire(self, start: date, fixed: date | None, school: str) -> int:
        if any(not each.cancelled and each.end >= start for each in self.periods):
            return SETTLED
        self.periods.append(Period(start, fixed, {start: school}))
        return ACCEPTED

    def change(self, day: date, school: str) -> int:
        meant = self._meant(day)
        if isinstance(meant, int):
            return meant
        if not meant.start <= day <= meant.end:
            return INVALID
        meant.posted[day] = school
        self.changes += 1
        return ACCEPTED

    def depart(self, day: date) -> int:
        meant = self._meant(day)
        if isinstance(meant, int):
            return meant
        if self._could_mean_two(day):
            return SETTLED
        later = self.periods[self.periods.index(meant) + 1 :]
        if any(not each.cancelled and each.start <= day for each in later):
            return INVALID
        if day < meant.start:
            if meant.start <= self.today:
                return INVALID
            meant.cancelled = True
        else:
            meant.last = day
        self.departures += 1
        return ACCEPTED

    def _could_mean_two(self, day: date) -> bool:
        """One that could last until the day, and the next one that could end or be cancelled by it.

        Only neighbours: whoever means another one has skipped one that lies between.
        """
        open_ones = [each for each in self.periods if not each.closed(self.today)]
        for number, before in enumerate(open_ones[:-1]):
            after = open_ones[number + 1]
            prolongs = before.end < day and (before.end >= self.today or day < after.start)
            ends = day >= after.start or self.today < after.start
            if prolongs and ends:
                return True
        return False

    def _meant(self, day: date) -> Period | int:
        open_ones = [each for each in self.periods if not each.closed(self.today)]
        if not open_ones:
            return SETTLED if self.periods else UNKNOWN
        meant = open_ones[0]
        for each in open_ones:
            if each.start <= day:
                meant = each
        return meant
