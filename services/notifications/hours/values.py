"""Windows of days and hours, reckoned by the clock on the wall."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from shared.clock import A_DAY, BERLIN, local_date
from shared.contracts.words import word, words
from shared.working_days import is_public_holiday, is_school_holiday

MIDNIGHT = 24
_LOOK_AHEAD = 62
"""Days; no rest is longer, or there would be no window. Summer holidays have 45."""


class Weekday(StrEnum):
    """Stored as it is; in the order of the week."""

    MONDAY = "mo"
    TUESDAY = "tu"
    WEDNESDAY = "we"
    THURSDAY = "th"
    FRIDAY = "fr"
    SATURDAY = "sa"
    SUNDAY = "su"


words(
    Weekday,
    monday="Montag",
    tuesday="Dienstag",
    wednesday="Mittwoch",
    thursday="Donnerstag",
    friday="Freitag",
    saturday="Samstag",
    sunday="Sonntag",
)
WEEK = tuple(Weekday)
WORKING_WEEK = WEEK[:5]


@dataclass(frozen=True, slots=True)
class Window:
    """Hours of some days, from ``opens`` to ``closes``; on holidays only if it says so."""

    days: frozenset[Weekday] = frozenset(WEEK)
    opens: int = 0
    closes: int = MIDNIGHT
    on_holidays: bool = True
    in_school_holidays: bool = True

    def narrowed(self, own: "Window") -> "Window":
        """What both have in common, and itself in what they have not: never wider than itself."""
        opens, closes = max(self.opens, own.opens), min(self.closes, own.closes)
        if opens >= closes:
            opens, closes = self.opens, self.closes
        days, in_school_holidays = self.days & own.days or self.days, own.in_school_holidays
        return Window(days, opens, closes, self.on_holidays, in_school_holidays)

    @property
    def described(self) -> str:
        """Montag bis Freitag, 7 bis 18 Uhr, nicht an Feiertagen"""
        days = [each for each in WEEK if each in self.days]
        names = [word(Weekday, each) for each in days]
        first = WEEK.index(days[0])
        in_a_row = len(days) > 2 and tuple(days) == WEEK[first : first + len(days)]
        shown = f"{names[0]} bis {names[-1]}" if in_a_row else ", ".join(names)
        parts = ["täglich" if len(days) == len(WEEK) else shown]
        if (self.opens, self.closes) != (0, MIDNIGHT):
            parts.append(f"{self.opens} bis {self.closes} Uhr")
        parts += [] if self.on_holidays else ["nicht an Feiertagen"]
        return ", ".join(parts if self.in_school_holidays else [*parts, "nicht in den Schulferien"])

    def span(self, day: date) -> tuple[datetime, datetime] | None:
        """When it opens and closes that day, in UTC; None on a day of rest."""
        if WEEK[day.weekday()] not in self.days:
            return None
        if not self.on_holidays and is_public_holiday(day):
            return None
        if not self.in_school_holidays and is_school_holiday(day):
            return None
        last = (day + A_DAY, 0) if self.closes == MIDNIGHT else (day, self.closes)
        opens, closes = _moment(day, self.opens), _moment(*last)
        return (opens, closes) if opens < closes else None

    def opening(self, now: datetime) -> datetime | None:
        """When it opens next; None if it is open."""
        for _, opens, closes in self._spans(local_date(now)):
            if closes > now:
                return None if opens <= now else opens
        return None

    def days_from(self, day: date) -> Iterator[date]:
        """The days on which it opens, for two months."""
        return (each for each, *_ in self._spans(day))

    def at(self, day: date, moment: time) -> datetime:
        """That time of a day on which it opens, or its opening if that is no time of it."""
        span = self.span(day)
        wanted = datetime.combine(day, moment, BERLIN).astimezone(UTC)
        return wanted if span is None or span[0] <= wanted < span[1] else span[0]

    def _spans(self, day: date) -> Iterator[tuple[date, datetime, datetime]]:
        for each in (day + timedelta(days=ahead) for ahead in range(_LOOK_AHEAD)):
            if (span := self.span(each)) is not None:
                yield each, *span


ALWAYS = Window()


@dataclass(frozen=True, slots=True)
class Hours:
    """Those of a municipality, and of people who want fewer."""

    town: Window = ALWAYS
    own: Mapping[UUID, Window] = field(default_factory=dict)

    def of(self, person_id: UUID) -> Window:
        own = self.own.get(person_id)
        return self.town.narrowed(own) if own else self.town


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), BERLIN).astimezone(UTC)
