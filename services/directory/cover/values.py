"""Who is there on which days of a leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID


class Part(NamedTuple):
    """Days of a leave; ``there`` are the employments of those at the school, or of nobody."""

    first_day: date
    last_day: date | None
    there: tuple[UUID, ...]

    def holds_on(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


class Present(NamedTuple):
    """Somebody else is at work at the school from a day on, and goes on without a last one."""

    employment_id: UUID
    first_day: date
    last_day: date | None


@dataclass(frozen=True)
class Absence:
    """Somebody is on leave today at a school; never why, and not until when.

    Of those who are there the names that the asker may see.
    """

    school_number: str
    school: str
    stand_ins: Sequence[str]

    @property
    def text(self) -> str:
        """As in "zurzeit nicht im Dienst, Vertretung: Änne Vogt"."""
        named = ", ".join(self.stand_ins)
        return "zurzeit nicht im Dienst" + (f", Vertretung: {named}" if named else "")


@dataclass(frozen=True)
class Cover:
    """A leave as one school has it: its days there, and who is there meanwhile."""

    leave_id: UUID
    employment_id: UUID
    worker_id: UUID
    school_id: UUID
    parts: Sequence[Part]
    """In the order of their days; never none."""

    @property
    def first_day(self) -> date:
        return self.parts[0].first_day

    @property
    def last_day(self) -> date | None:
        return self.parts[-1].last_day

    @property
    def employments(self) -> set[UUID]:
        """Of everybody who is there on some day."""
        return {each for part in self.parts for each in part.there}

    def on(self, day: date) -> Part | None:
        """The part of that day."""
        return next((each for each in self.parts if each.holds_on(day)), None)
