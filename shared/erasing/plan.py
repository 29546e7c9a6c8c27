"""What erasing somebody does to each table, in which order: from declarations alone."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from graphlib import TopologicalSorter
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, MetaData, Table
from sqlalchemy.types import String

from shared.erasing.rows import Place, holds, places
from shared.privacy.declared import Deletion, Kind, Personal
from shared.privacy.periods import End

_WORDS = {Kind.IDENTITY, Kind.CONTACT, Kind.FREE_TEXT, Kind.PICTURE}
"""What may not stay where a column cannot be NULL; a code in such a column tells nobody's name."""


@dataclass
class Step:
    """What is done to one table."""

    table: Table
    deleted: list[tuple[Place, Deletion]] = field(default_factory=list)
    emptied: list[tuple[Place, Deletion, Sequence["Column[Any]"]]] = field(default_factory=list)
    replaced: list[tuple[Place, Deletion]] = field(default_factory=list)
    stays: list[tuple[Place, Deletion]] = field(default_factory=list)

    @property
    def below(self) -> Iterator[ForeignKey]:
        """What refers to rows of it, and does not go with them by itself."""
        for other in self.table.metadata.tables.values():
            for key in other.foreign_keys:
                if key.column.table is self.table and key.ondelete != "CASCADE":
                    yield key


@lru_cache(maxsize=20)
def plan(tables: MetaData) -> Sequence[Step]:
    """A step for each table that has a path; what a path leads through comes after it."""
    known: dict[Table, list[Place]] = defaultdict(list)
    for place in places(tables):
        known[place.table].append(place)
    before: Mapping[Table, set[Table]] = {table: set() for table in tables.tables.values()}
    for table, some in known.items():
        for next_table in (each for place in some for each in place.through):
            before[next_table].add(table)
    for table in tables.tables.values():
        for key in table.foreign_keys:
            if key.ondelete != "CASCADE":
                before[key.column.table].add(table)
    graph = {table: others - {table} for table, others in before.items()}
    order = TopologicalSorter(graph).static_order()
    return [_step(table, known[table]) for table in order if known[table]]


def _step(table: Table, some: Sequence[Place]) -> Step:
    step = Step(table)
    for place in some:
        whole, of_table = _whole(place), table.info.get("data")
        if place.inside:
            step.replaced += [(place, deletion) for deletion in _by_class(place)]
            continue
        if whole:
            step.deleted.append((place, whole))
            continue
        for deletion, columns in _by_class(place).items():
            match deletion.period.when_erased:
                case End.DELETED | End.EMPTIED:
                    step.emptied.append((place, deletion, [c for c in columns if can_empty(c)]))
                case End.REPLACED if any(holds(column) for column in columns):
                    step.replaced.append((place, deletion))
                case End.STAYS if isinstance(of_table, Personal) and of_table.about == place.path:
                    step.stays.append((place, deletion))
    step.emptied = [each for each in step.emptied if each[2]]
    return step


def _whole(place: Place) -> Deletion | None:
    """The class by which whole rows go: the table's, or that of an id that cannot be empty."""
    of_table = place.table.info.get("data")
    if isinstance(of_table, Personal) and of_table.about == place.path:
        gone = of_table.deletion.period.when_erased is End.DELETED
        return of_table.deletion if gone else None
    for name, says in place.columns.items():
        column = place.table.c[name]
        if says.deletion.period.when_erased is End.DELETED and holds(column) and _needed(column):
            return says.deletion
    return None


def _needed(column: "Column[Any]") -> bool:
    """Whether a row is nothing without it."""
    return not column.nullable or any(each.ondelete == "CASCADE" for each in column.foreign_keys)


def _by_class(place: Place) -> Mapping[Deletion, Sequence["Column[Any]"]]:
    found: dict[Deletion, list[Column[Any]]] = defaultdict(list)
    for name, says in place.columns.items():
        found[says.deletion].append(place.table.c[name])
    return found


def can_empty(column: "Column[Any]") -> bool:
    """Whether nothing may stand there; words of people must be able to go."""
    if column.nullable:
        return True
    says = column.info.get("data", column.table.info.get("data"))
    words = isinstance(says, Personal) and not _WORDS.isdisjoint(says.kinds)
    return words and isinstance(column.type, String | JSON)
