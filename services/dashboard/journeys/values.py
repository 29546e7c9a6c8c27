"""A story as its page and its API show it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

from services.dashboard.events.values import LONGEST_STORY, DescribedEvent, Occurrence
from services.dashboard.journeys.rules import Placed, Post, Step, Task
from shared.clock import local_date
from shared.german import clock_time, date_and_time, duration, number


@dataclass(frozen=True)
class Journey:
    """A story in order; ``described`` finds the words of an event by its id."""

    correlation_id: UUID
    placed: list[Placed[Occurrence]]
    steps: list[Step[Occurrence]]
    described: dict[UUID, DescribedEvent]
    involved: list[str]
    tasks: list[Task]
    post: Post
    ended_by: list[DescribedEvent]

    @cached_property
    def _things(self) -> dict[int, int]:
        """How many things each step is about, by its number."""
        return {step.number: _things(step) for step in self.steps}

    @property
    def beginning(self) -> DescribedEvent:
        """What set it off."""
        return self.described[self.placed[0].fact.id]

    @property
    def started_at(self) -> datetime:
        """When it began."""
        return self.placed[0].fact.time

    @property
    def cut_short(self) -> bool:
        """Whether there is more than is told."""
        return len(self.placed) >= LONGEST_STORY

    @property
    def done(self) -> int:
        """How many tasks are done."""
        return sum(task.done_at is not None for task in self.tasks)

    @cached_property
    def needless(self) -> bool:
        """Whether there are tasks that nobody has to do any more."""
        return any(task.needless for task in self.tasks)

    def after(self, event: Occurrence) -> timedelta:
        """How long after the beginning something happened."""
        return event.time - self.started_at

    def moment(self, event: Occurrence) -> str:
        """When something happened; on another day than the beginning, with its date."""
        if local_date(event.time) == local_date(self.started_at):
            return clock_time(event.time)
        return date_and_time(event.time).removesuffix(" Uhr")

    def holds(self, step: Step[Occurrence], event_id: str) -> bool:
        """Whether one event is among those of a step."""
        return bool(event_id) and event_id in {str(fact.id) for fact in step.facts}

    def elapsed(self, step: Step[Occurrence]) -> str:
        """When a step happened, counted from the beginning."""
        first, last = (f"+{duration(self.after(fact))}" for fact in (step.first, step.last))
        return first if first == last else f"{first} bis {last}"

    def services(self) -> list[str]:
        """The services that had a part in it, in order of their appearance."""
        return list(dict.fromkeys(each.fact.source for each in self.placed))

    def until_first(self, kind: str) -> timedelta | None:
        """How long it took until an event of a type happened."""
        return next((self.after(each.fact) for each in self.placed if each.fact.type == kind), None)

    def heading(self, step: Step[Occurrence]) -> str:
        """What happened in a step, in a few words."""
        description, things = self.described[step.first.id].description, self._things[step.number]
        return description.what if things == 1 else f"{number(things)} {description.many}"

    def details(self, step: Step[Occurrence]) -> list[str]:
        """What else is to be said of a step, each thing once."""
        descriptions = [self.described[fact.id].description for fact in step.facts]
        if self._things[step.number] == 1:
            return [descriptions[-1].detail] if descriptions[-1].detail else []
        return list(
            dict.fromkeys(description.part for description in descriptions if description.part)
        )


def _things(step: Step[Occurrence]) -> int:
    """How many things a step is about; what happens twice to one letter is about one."""
    if len(step.facts) == 1:
        return 1
    bodies = ((fact.data if isinstance(fact.data, dict) else {}, fact.id) for fact in step.facts)
    return len({str(body.get("letter_id", name)) for body, name in bodies})
