"""How dates and people are added up, and which sums of people may be shown."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from services.trainings.attendance.values import Seen
from services.trainings.figures.values import (
    ALL,
    QUARTERS,
    SINGLE,
    Day,
    Figures,
    Quarter,
    Row,
    SchoolYear,
    Sender,
)
from shared.contracts.gatherings import GatheringKind
from shared.contracts.words import word
from shared.small_numbers.margins import Names, merged, named
from shared.small_numbers.members import margins_hold
from shared.small_numbers.sizes import LEAST

HOUR, CENT = Decimal(3600), Decimal("0.01")
Each = TypeVar("Each")
Group = TypeVar("Group")


def of_quarter(year: SchoolYear, days: Sequence[Day], quarter: Quarter, now: datetime) -> Figures:
    """By kind. Of people nothing: together with the year's, it would tell of single ones."""
    found = [each for each in days if year.quarter(each.starts_at) == quarter]
    held = _held(found, now)
    return Figures(rows=_rows(held, {}, None), off=_off(found))


def of_year(
    year: SchoolYear,
    days: Sequence[Day],
    seen: Sequence[Seen],
    names: Mapping[UUID, str],
    now: datetime,
) -> Figures:
    """By kind, by quarter, and by carrier of who came; of people nothing until it is over."""
    held = _held(days, now)
    kinds = {each.gathering_id: each.kind for each in held}
    seen = [each for each in seen if each.gathering_id in kinds]
    people = {each.person_id for each in seen}
    counted = seen if year.is_over(now) and len(people) >= LEAST else None
    came = _by(counted or (), lambda each: kinds[each.gathering_id])
    quarters = _by(held, lambda each: year.quarter(each.starts_at))
    return Figures(
        rows=_rows(held, came, counted),
        quarters=[_row(word(Quarter, each), quarters[each]) for each in QUARTERS if held],
        off=_off(days),
        senders=senders(counted, names, kinds) if counted else [],
        people=len(people) if counted else None,
    )


def safe(people: Mapping[Group, Collection[UUID]]) -> set[Group]:
    """Groups that may be counted, of whom the others are five people or more, or nobody.

    Somebody may be in several, so that no margins are added up: it is asked who they are.
    """
    kept = {name for name, found in people.items() if len(found) >= LEAST}
    while kept and 0 < len(_left(people, kept)) < LEAST:
        kept.remove(min(kept, key=lambda name: (len(people[name]), str(name))))
    return kept


def senders(
    seen: Sequence[Seen], names: Mapping[UUID, str], kinds: Mapping[UUID, GatheringKind]
) -> list[Sender]:
    """Each person counts once, for whom they worked last; those with too few stand together.

    Nothing where carriers and the kinds that are shown tell of too few people together.
    """
    last = {each.person_id: each.carrier_id for each in sorted(seen, key=lambda e: e.starts_at)}
    called = {who: names.get(key, SINGLE) if key else SINGLE for who, key in last.items()}
    margin: dict[str, int] = defaultdict(int)
    for name in called.values():
        margin[name] += 1
    groups = merged(margin)
    if not _hold_together(groups, seen, called, kinds):
        return []
    found = []
    for group, number in groups.items():
        theirs = [each for each in seen if called[each.person_id] in group]
        found.append(Sender(named(sorted(group)), number, came_of(theirs), learnt_of(theirs)))
    return sorted(found, key=lambda each: (-each.people, each.name))


def _hold_together(
    groups: Iterable[Names],
    seen: Sequence[Seen],
    called: Mapping[UUID, str],
    kinds: Mapping[UUID, GatheringKind],
) -> bool:
    """Kinds that are not shown are what is left when the others are taken from all."""
    shown = _counted_kinds(_by(seen, lambda each: kinds[each.gathering_id]))
    group_of = {name: names for names in groups for name in names}
    members: dict[tuple[Names, Names], set[UUID]] = defaultdict(set)
    for each in seen:
        kind = kinds[each.gathering_id]
        column = (kind.value,) if kind in shown else ()
        members[group_of[called[each.person_id]], column].add(each.person_id)
    return margins_hold(members)


def _counted_kinds(came: Mapping[GatheringKind, Sequence[Seen]]) -> set[GatheringKind]:
    return safe({kind: {each.person_id for each in theirs} for kind, theirs in came.items()})


def came_of(seen: Iterable[Seen]) -> int:
    """Somebody counts once for each gathering."""
    return len({(each.person_id, each.gathering_id) for each in seen})


def learnt_of(seen: Iterable[Seen]) -> Decimal:
    """Units of all of them together."""
    return sum((each.attended for each in seen), Decimal(0))


def _held(days: Iterable[Day], now: datetime) -> list[Day]:
    return [each for each in days if not each.off and each.ends_at <= now]


def _rows(
    held: Sequence[Day],
    came: Mapping[GatheringKind, Sequence[Seen]],
    everybody: Sequence[Seen] | None,
) -> list[Row]:
    """By kind, and all together; nothing where nothing was held."""
    shown = _counted_kinds(came)
    by_kind = _by(held, lambda each: each.kind)
    rows = [
        _row(word(GatheringKind, kind), by_kind[kind], came[kind] if kind in shown else None)
        for kind in GatheringKind
        if kind in by_kind
    ]
    return [*rows, _row(ALL, held, everybody)] if rows else []


def _row(name: str, held: Sequence[Day], came: Sequence[Seen] | None = None) -> Row:
    seats = {each.gathering_id: each.capacity or 0 for each in held}
    seconds = sum(int((each.ends_at - each.starts_at).total_seconds()) for each in held)
    return Row(
        name=name,
        gatherings=len(seats),
        dates=len(held),
        hours=(seconds / HOUR).quantize(CENT),
        units=sum((each.units for each in held), Decimal(0)),
        seats=sum(seats.values()) or None,
        came=None if came is None else came_of(came),
        learnt=None if came is None else learnt_of(came),
    )


def _off(days: Iterable[Day]) -> list[tuple[str, int, int]]:
    """Kind, gatherings and dates of what was called off."""
    found = _by((each for each in days if each.off), lambda each: each.kind)
    return [
        (word(GatheringKind, kind), len({each.gathering_id for each in found[kind]}), number)
        for kind in GatheringKind
        if (number := len(found[kind]))
    ]


def _by(items: Iterable[Each], key: Callable[[Each], Group]) -> dict[Group, list[Each]]:
    found: dict[Group, list[Each]] = defaultdict(list)
    for each in items:
        found[key(each)].append(each)
    return found


def _left(people: Mapping[Group, Collection[UUID]], kept: Collection[Group]) -> set[UUID]:
    return {who for name, found in people.items() if name not in kept for who in found}
