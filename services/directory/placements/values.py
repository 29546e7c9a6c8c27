"""What applies on a day, and how what is known of it changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from itertools import groupby, pairwise
from typing import Any, NamedTuple, TypedDict
from uuid import UUID

from sqlalchemy import Row

from services.directory.schemas import NewPlacement, PlacementView, Span
from shared.contracts.directory import Funding, PlacementFact
from shared.contracts.words import words
from shared.ids import new_id
from shared.web.problem import FieldError, Problem


class Reason(StrEnum):
    """Why there is another version of a placement."""

    CHANGE = "change"
    CORRECTION = "correction"
    CANCEL = "cancel"


Schools = Mapping[tuple[str, str], Row[Any]]
"""By tenant and school number."""

words(Reason, change="gemeldet", correction="berichtigt", cancel="zurückgenommen")


class StoredValues(TypedDict):
    """What a correction may change of a placement."""

    school_id: UUID
    weekly_hours: Decimal
    funding: str
    valid_from: date


class Stored(NamedTuple):
    """A placement as it is known."""

    id: UUID
    school_id: UUID
    weekly_hours: Decimal
    funding: str
    valid_from: date

    @property
    def values(self) -> StoredValues:
        return StoredValues(
            school_id=self.school_id,
            weekly_hours=self.weekly_hours,
            funding=self.funding,
            valid_from=self.valid_from,
        )


Rows = tuple[date, date | None, list[Stored]]
"""First day, last day if there is one, and what applies between them."""


def spans(rows: Sequence[Stored], end: date | None) -> list[Rows]:
    """First day, last day if there is one, and the placements from one to the other.

    What was posted for a day applies until the day before the next, and never beyond ``end``.
    ``rows`` are those in force, in the order of their days.
    """
    begun = [(day, list(group)) for day, group in groupby(rows, key=lambda row: row.valid_from)]
    begun = [(day, group) for day, group in begun if end is None or day <= end]
    lasts = [following - timedelta(days=1) for (_, _), (following, _) in pairwise(begun)]
    return [(day, last, group) for (day, group), last in zip(begun, [*lasts, end], strict=False)]


def timeline_of(
    rows: Sequence[Stored], end: date | None, schools: Mapping[UUID, Row[Any]]
) -> list[Span]:
    """The same with what schools are called, by id; what is stored is not validated again."""
    return [span_of(each, schools) for each in spans(rows, end)]


def span_of(rows: Rows, schools: Mapping[UUID, Row[Any]]) -> Span:
    """One of them."""
    first, last, group = rows
    placed = [_shown(each, schools[each.school_id]) for each in group]
    return Span.model_construct(valid_from=first, valid_until=last, placements=placed)


def _shown(each: Stored, school: Row[Any]) -> PlacementView:
    return PlacementView.model_construct(
        id=each.id,
        school_number=school.school_number,
        school_name=school.name,
        weekly_hours=each.weekly_hours,
        funding=Funding(each.funding),
    )


@dataclass(frozen=True)
class Recorded:
    """By whom something becomes known, a person or a program, and why."""

    by: str
    reason: Reason = Reason.CHANGE
    note: str = ""


@dataclass(frozen=True)
class Corrected:
    """What a correction does to placements of one day: each keeps its id."""

    changed: Sequence[Stored]
    added: Sequence[Stored]
    removed: Sequence[Stored]

    @property
    def nothing(self) -> bool:
        """Whether everything is known as it is wanted."""
        return not (self.changed or self.added or self.removed)


class Version(NamedTuple):
    """What becomes known of a placement of an employment."""

    employment_id: UUID
    placement: Stored
    recorded: Recorded


@dataclass
class Placed:
    """The placements in force by employment, and what is entered about them until it is stored."""

    in_force: dict[UUID, list[Stored]]
    added: dict[UUID, tuple[UUID, Stored]] = field(default_factory=dict)
    """By their ids, each with its employment."""
    given_up: set[UUID] = field(default_factory=set)
    """Those that are in force no longer."""
    corrected: list[Stored] = field(default_factory=list)
    """Of those that were stored before, in the order in which they were entered."""
    versions: list[Version] = field(default_factory=list)

    def begun_on(self, employment_id: UUID, day: date) -> list[Stored]:
        """What begins on a day, as far as it is in force."""
        return [each for each in self.in_force.get(employment_id, ()) if each.valid_from == day]

    def replace(self, employment_id: UUID, new: Sequence[Stored], day: date, by: str) -> None:
        """From a day on these apply; what was posted for the same day before does no longer."""
        gone = self.begun_on(employment_id, day)
        self._enter(employment_id, Corrected([], new, gone), Recorded(by))

    def correct(self, employment_id: UUID, done: "Corrected", recorded: Recorded) -> None:
        """What was right from the beginning; what was known before is in the versions."""
        self._enter(employment_id, done, recorded)

    def _enter(self, employment_id: UUID, done: "Corrected", recorded: Recorded) -> None:
        cancelled = Recorded(recorded.by, Reason.CANCEL, recorded.note)
        self._note(employment_id, done.removed, cancelled)
        self._note(employment_id, [*done.changed, *done.added], recorded)
        self.given_up |= {each.id for each in done.removed}
        self.added |= {each.id: (employment_id, each) for each in done.added}
        for each in done.changed:
            if each.id in self.added:
                self.added[each.id] = (employment_id, each)
            else:
                self.corrected.append(each)
        touched = {each.id for each in (*done.changed, *done.removed)}
        kept = [e for e in self.in_force.get(employment_id, ()) if e.id not in touched]
        after = [*kept, *done.changed, *done.added]
        self.in_force[employment_id] = sorted(after, key=lambda each: (each.valid_from, each.id))

    def _note(self, employment_id: UUID, known: Sequence[Stored], recorded: Recorded) -> None:
        self.versions += [Version(employment_id, each, recorded) for each in known]


def school_errors(tenant: str, given: Sequence[NewPlacement], schools: Schools) -> list[FieldError]:
    """Placements at schools that the municipality does not have, or not completely."""
    reasons = [_lacking(schools.get((tenant, placement.school_number))) for placement in given]
    return [
        FieldError(f"placements.{index}.school_number", reason)
        for index, reason in enumerate(reasons)
        if reason
    ]


def _lacking(school: Row[Any] | None) -> str:
    if school is None:
        return "no school of the municipality bears it"
    if school.school_type is None:  # stored before a type was asked for
        return "this school has no type yet; the office must complete it"
    return ""


def facts_of(
    tenant: str, given: Sequence[NewPlacement], schools: Schools, funding: Funding
) -> tuple[PlacementFact, ...]:
    """Placements with ids, as they are stored and announced; ``funding`` is the employment's."""
    return tuple(
        PlacementFact(
            placement_id=new_id(),
            school_id=schools[tenant, placement.school_number].id,
            school_number=placement.school_number,
            school_type=schools[tenant, placement.school_number].school_type,
            weekly_hours=placement.weekly_hours,
            funding=placement.funding or funding,
        )
        for placement in given
    )


def entered(facts: Sequence[PlacementFact], valid_from: date) -> list[Stored]:
    """Placements as they are to be stored, and will be read."""
    return [
        Stored(fact.placement_id, fact.school_id, _read(fact), str(fact.funding), valid_from)
        for fact in facts
    ]


def _read(fact: PlacementFact) -> Decimal:
    """Hours are kept as hundredths: 20.00 comes back as 20."""
    return (fact.weekly_hours * 100).to_integral_value() / 100


def seen_of(spans: Sequence[Span]) -> str:
    """Stands for what a page showed; another one where anything has changed since."""
    known = [each.model_dump_json() for each in spans]
    return sha256("\n".join(known).encode()).hexdigest()[:16]


def unseen(seen: str | None, spans: Sequence[Span]) -> Problem | None:
    """Why nothing is stored where somebody decided by what is known no longer."""
    if seen is None or seen == seen_of(spans):
        return None
    return Problem(409, "overtaken", "Somebody else has changed this meanwhile")


def begun(spans: Sequence[Span], day: date, placed: Sequence[PlacementView]) -> list[Span]:
    """The timeline once these placements begin on a day: what is before ends the day before."""
    starts = {each.valid_from: list(each.placements) for each in spans}
    return _spans(starts | {day: list(placed)}, spans)


def without(spans: Sequence[Span], day: date) -> list[Span]:
    """The timeline if nothing had begun on that day: what was before goes on."""
    starts = {each.valid_from: list(each.placements) for each in spans}
    return _spans({each: placed for each, placed in starts.items() if each != day}, spans)


def _spans(starts: dict[date, list[PlacementView]], before: Sequence[Span]) -> list[Span]:
    end = before[-1].valid_until if before else None
    days = sorted(each for each in starts if end is None or each <= end)
    lasts = [each - timedelta(days=1) for each in days[1:]]
    return [
        Span(valid_from=day, valid_until=last, placements=starts[day])
        for day, last in zip(days, [*lasts, end], strict=False)
    ]


def latest_begun(spans: Sequence[Span], today: date) -> Span | None:
    """What applies today; before the first day what comes first, after the last what came last."""
    begun = [each for each in spans if each.valid_from <= today]
    return begun[-1] if begun else next(iter(spans), None)


def corrected(
    current: Sequence[Stored], facts: Sequence[PlacementFact], valid_from: date
) -> Corrected:
    """What makes of the placements of one day what was right from the beginning.

    Who is at the same school has the same placement; a wrong school is put right in the placement
    that named it, as long as there is one.
    """
    left = {each.school_id: each for each in current}
    same = {fact: left.pop(fact.school_id, None) for fact in facts}
    free = list(left.values())
    known = {fact: each or (free.pop(0) if free else None) for fact, each in same.items()}
    wanted = [
        (
            each,
            Stored(
                each.id if each else fact.placement_id,
                fact.school_id,
                fact.weekly_hours,
                str(fact.funding),
                valid_from,
            ),
        )
        for fact, each in known.items()
    ]
    return Corrected(
        changed=[new for each, new in wanted if each is not None and each != new],
        added=[new for each, new in wanted if each is None],
        removed=free,
    )
