"""The order of a story: causes before effects, effects of one kind told together."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from heapq import heapify, heappop, heappush
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from shared.german import short_date


class Fact(Protocol):
    """What the order of a story depends on."""

    @property
    def id(self) -> UUID: ...
    @property
    def causation_id(self) -> UUID | None: ...
    @property
    def time(self) -> datetime: ...


Happening = TypeVar("Happening", bound=Fact)


@dataclass(frozen=True)
class Placed(Generic[Happening]):
    """A fact in its place; ``cause`` is None where the story does not know it."""

    fact: Happening
    cause: Happening | None


def in_order(facts: Iterable[Happening]) -> list[Placed[Happening]]:
    """Every fact once, by time, but never before its cause, whatever the clocks said."""
    known = {fact.id: fact for fact in facts}
    effects: dict[UUID, list[UUID]] = defaultdict(list)
    ready = []
    for fact in known.values():
        if fact.causation_id in known and fact.causation_id != fact.id:
            effects[fact.causation_id].append(fact.id)
        else:
            ready.append((fact.time, fact.id))
    heapify(ready)
    placed: dict[UUID, Placed[Happening]] = {}
    while len(placed) < len(known):
        if not ready:  # only facts that cause each other are left
            ready.append(min((f.time, f.id) for f in known.values() if f.id not in placed))
        _, name = heappop(ready)
        if name in placed:
            continue
        cause = placed.get(known[name].causation_id or name)
        placed[name] = Placed(known[name], cause.fact if cause else None)
        for effect in effects[name]:
            heappush(ready, (known[effect].time, effect))
    return list(placed.values())


@dataclass
class Step(Generic[Happening]):
    """Facts of one kind with a common cause; ``cause`` is the number of the step before."""

    number: int
    cause: int | None
    depth: int
    facts: list[Happening] = field(default_factory=list)

    @property
    def first(self) -> Happening:
        """The one that came first."""
        return self.facts[0]

    @property
    def last(self) -> Happening:
        """The one that came last."""
        return self.facts[-1]


def steps(
    placed: Iterable[Placed[Happening]], kind: Mapping[UUID, Hashable]
) -> list[Step[Happening]]:
    """The story in steps, in the order in which they began; each fact is in exactly one."""
    found: dict[tuple[int | None, Hashable], Step[Happening]] = {}
    step_of: dict[UUID, Step[Happening]] = {}
    for each in placed:
        before = step_of[each.cause.id] if each.cause else None
        cause = before.number if before else None
        depth = before.depth + 1 if before else 0
        step = found.setdefault((cause, kind[each.fact.id]), Step(len(found) + 1, cause, depth))
        step.facts.append(each.fact)
        step_of[each.fact.id] = step
    return list(found.values())


@dataclass(frozen=True)
class Line(Generic[Happening]):
    """A step in a nested list: whether a list opens below it, and how many close after it."""

    step: Step[Happening]
    opens: bool
    closes: int


def nested(story: Sequence[Step[Happening]]) -> Iterator[Line[Happening]]:
    """The steps below their causes, for an outline."""
    below: dict[int | None, list[Step[Happening]]] = defaultdict(list)
    for step in story:
        below[step.cause].append(step)
    waiting = list(reversed(below[None]))
    while waiting:
        step = waiting.pop()
        waiting.extend(reversed(below[step.number]))
        next_depth = waiting[-1].depth if waiting else 0
        yield Line(step, bool(below[step.number]), max(0, step.depth - next_depth))


@dataclass(frozen=True)
class Task:
    """A task of an onboarding, and when it was done.

    ``late_known``: its day had passed when the hire became known. ``needless``: nobody has to do
    it any more.
    """

    title: str
    who: str
    where: str
    due_on: date
    mandatory: bool
    done_at: datetime | None
    overdue: bool
    late_known: bool = False
    needless: bool = False

    @property
    def state(self) -> tuple[str, str]:
        """How it stands, in words, and how that is shown."""
        if self.done_at:
            return f"Erledigt am {short_date(self.done_at)}", "success"
        if self.needless:
            return "Nicht mehr nötig", "info"
        return ("Überfällig", "warning") if self.overdue else ("Offen", "info")


@dataclass(frozen=True)
class Party:
    """Who has tasks, and which."""

    who: str
    where: str
    tasks: list[Task]

    @property
    def done(self) -> int:
        """How many of them are done."""
        return sum(task.done_at is not None for task in self.tasks)

    @property
    def overdue(self) -> int:
        """How many of them should have been done."""
        return sum(task.overdue for task in self.tasks)

    @property
    def open(self) -> int:
        """How many of them are still to be done."""
        return sum(task.done_at is None and not task.needless for task in self.tasks)


def parties(tasks: Iterable[Task]) -> list[Party]:
    """The tasks by who has to do them; who is due first comes first."""
    found: dict[tuple[str, str], Party] = {}
    for task in sorted(tasks, key=lambda task: task.due_on):
        party = found.setdefault((task.who, task.where), Party(task.who, task.where, []))
        party.tasks.append(task)
    return list(found.values())


@dataclass(frozen=True)
class Letter:
    """A message of a story, however often it was put back; one that is over never goes."""

    sent: bool
    failed: bool
    needless: bool


@dataclass(frozen=True)
class Post:
    """What has become of the messages of a story."""

    letters: Sequence[Letter]

    @property
    def sent(self) -> int:
        """How many went out."""
        return sum(letter.sent for letter in self.letters)

    @property
    def failed(self) -> int:
        """How many could not be delivered and do not wait for another attempt."""
        return sum(letter.failed for letter in self.letters)

    @property
    def needless(self) -> int:
        """How many never go out, because what they were about is over."""
        return sum(letter.needless for letter in self.letters)

    @property
    def waiting(self) -> int:
        """How many will still go out."""
        return len(self.letters) - self.sent - self.failed - self.needless
