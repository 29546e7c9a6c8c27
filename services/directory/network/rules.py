"""What a school should have, and where nodes stand in the picture."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.directory.network.values import (
    PERSON,
    Box,
    Drawing,
    Gap,
    Heading,
    Line,
    Node,
    address_of,
)
from shared.contracts.directory import OrganizationKind, SchoolType
from shared.contracts.relationships import RelationshipType
from shared.web.kit.reasons import reasons
from shared.web.problem import FieldError, Problem

reasons(
    {
        "there is such a task already": "Dazu gibt es schon eine offene Aufgabe.",
        "is nobody of the office": "Bitte wählen Sie jemanden aus der Koordinierungsstelle.",
        "must not lie before today": "Das liegt schon zurück.",
    }
)

LATEST = timedelta(days=2 * 365)
BOX_HEIGHT, GAP_DOWN, HEADING = 32, 12, 34
ROW = BOX_HEIGHT + GAP_DOWN
WIDE_BOX, GAP_ACROSS, MOST_SIDE_BY_SIDE = 218, 56, 24
NARROW_BOX, ARCS, MOST_BELOW_EACH_OTHER = 240, 84, 10
"""Of a picture for a telephone: one column, and arcs beside it."""
LONGEST = 27
"""Letters of a name that fit into a box."""
SWEEPS = 4
"""How often each column is ordered by its neighbours; after that little changes."""
_COLUMNS = (
    ("Kitas und Partner", (OrganizationKind.KITA, OrganizationKind.PARTNER)),
    ("Schulen", (OrganizationKind.SCHOOL,)),
    (
        "Personen, Jugendhilfe, Träger",
        (PERSON, OrganizationKind.YOUTH_WELFARE, OrganizationKind.CARRIER),
    ),
    (
        "Schulträger und Kommune",
        (OrganizationKind.SCHOOL_AUTHORITY, OrganizationKind.MUNICIPALITY),
    ),
)


def wanted(school: Row[Any]) -> list[RelationshipType]:
    """What is to be there for a school of its type."""
    found = [RelationshipType.ASD_CONTACT]
    if school.all_day_school:
        found.append(RelationshipType.ALL_DAY_LEAD)
    if school.school_type == SchoolType.PRIMARY:
        found.append(RelationshipType.FEEDER_KITA)
    return found


def gaps(schools: Iterable[Any], served: set[tuple[RelationshipType, UUID]]) -> list[Gap]:
    """What is to be there and is not, school by school."""
    return [
        Gap(each.id, each.name, type_)
        for each in schools
        for type_ in wanted(each)
        if (type_, each.id) not in served
    ]


def day_errors(due_on: date, today: date) -> list[FieldError]:
    """A day on which nothing can be due."""
    if due_on < today:
        return [FieldError("due_on", "must not lie before today")]
    if due_on > today + LATEST:
        return [FieldError("due_on", "must not lie more than two years ahead")]
    return []


def refuse(errors: list[FieldError]) -> None:
    """Raise ``Problem`` if there are any."""
    if errors:
        raise Problem(422, "invalid-task", "The task is not valid", errors=errors)


def drawn(nodes: Sequence[Node], *, narrow: bool = False) -> Drawing:
    """Kinds in columns, or below each other; the same nodes are drawn alike.

    Who has many connections stands near them, so that few lines cross. Of more nodes than fit
    those with the most connections are drawn, and a box says how many more there are.
    """
    columns = _columns(nodes, MOST_BELOW_EACH_OTHER if narrow else MOST_SIDE_BY_SIDE)
    return _below_each_other(nodes, columns) if narrow else _side_by_side(nodes, columns)


@dataclass(frozen=True)
class _Column:
    """Nodes of some kinds that are drawn, in their order, and those that are not."""

    title: str
    names: Mapping[UUID, tuple[str, str]]
    order: Sequence[UUID]
    rest: frozenset[UUID]

    @property
    def rows(self) -> int:
        return len(self.order) + bool(self.rest)

    def boxes(self, x: int, y: int) -> list[Box]:
        """The first at a place, the others below it."""
        found = [
            Box(x, y + n * ROW, _short(name), name, address_of(key, kind))
            for n, key in enumerate(self.order)
            for name, kind in [self.names[key]]
        ]
        if self.rest:
            text = f"und {len(self.rest)} weitere"
            found.append(Box(x, y + len(self.order) * ROW, text, text, ""))
        return found

    def places(self, x: int, y: int) -> dict[UUID, tuple[int, int]]:
        """Where each node is, or the box that stands for it."""
        middle = y + BOX_HEIGHT // 2
        found = {key: (x, middle + n * ROW) for n, key in enumerate(self.order)}
        return found | dict.fromkeys(self.rest, (x, middle + len(self.order) * ROW))


def _columns(nodes: Sequence[Node], most: int) -> list[_Column]:
    found = {node.id: (node.name, node.kind) for node in nodes}
    near: dict[UUID, set[UUID]] = {node.id: set() for node in nodes}
    for node in nodes:
        for link in node.links:
            found.setdefault(link.id, (link.name, link.kind))
            near.setdefault(link.id, set()).add(node.id)
            near[node.id].add(link.id)
    columns: list[list[UUID]] = [[] for _ in _COLUMNS]
    for key, (_, kind) in found.items():
        columns[_column_of(kind)].append(key)
    chosen = [
        set(sorted(each, key=lambda key: -len(near[key]))[: most + (len(each) == most + 1)])
        for each in columns
    ]
    kept = [[key for key in each if key in few] for each, few in zip(columns, chosen, strict=True)]
    _untangle(kept, near)
    return [
        _Column(title, found, order, frozenset(every) - set(order))
        for (title, _), order, every in zip(_COLUMNS, kept, columns, strict=True)
        if every
    ]


def _untangle(columns: Sequence[list[UUID]], near: Mapping[UUID, set[UUID]]) -> None:
    """Order each column by where the neighbours in other columns are."""
    for sweep in range(SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            mine = set(column)
            rows = {
                key: (n + 0.5) / len(each)
                for each in columns
                if each is not column
                for n, key in enumerate(each)
            }
            own = {key: (n + 0.5) / len(column) for n, key in enumerate(column)}
            means = {
                key: fmean([rows[other] for other in near[key] - mine if other in rows] or [at])
                for key, at in own.items()
            }
            column.sort(key=lambda key: (means[key], own[key]))


def _side_by_side(nodes: Sequence[Node], columns: Sequence[_Column]) -> Drawing:
    at = [n * (WIDE_BOX + GAP_ACROSS) for n in range(len(columns))]
    places: dict[UUID, tuple[int, int]] = {}
    for x, column in zip(at, columns, strict=True):
        places |= column.places(x, HEADING)
    height = HEADING + max(each.rows for each in columns) * ROW if columns else 0
    return Drawing(
        width=max(len(columns) * (WIDE_BOX + GAP_ACROSS) - GAP_ACROSS // 2, 0),
        height=height,
        box=WIDE_BOX,
        boxes=[box for x, each in zip(at, columns, strict=True) for box in each.boxes(x, HEADING)],
        lines=_lines(nodes, columns, places, _across),
        headings=[Heading(x, 18, each.title) for x, each in zip(at, columns, strict=True)],
    )


def _below_each_other(nodes: Sequence[Node], columns: Sequence[_Column]) -> Drawing:
    places: dict[UUID, tuple[int, int]] = {}
    boxes, headings, y = list[Box](), list[Heading](), 0
    for column in columns:
        headings.append(Heading(ARCS, y + 18, column.title))
        y += HEADING
        boxes += column.boxes(ARCS, y)
        places |= column.places(ARCS, y)
        y += column.rows * ROW + GAP_DOWN
    lines = [each for each in _lines(nodes, columns, places, _beside) if each.what]
    width = ARCS + NARROW_BOX if columns else 0
    return Drawing(width, y, NARROW_BOX, boxes, lines, headings)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def _column_of(kind: str) -> int:
    found = (n for n, (_, kinds) in enumerate(_COLUMNS) if kind in kinds)
    return next(found, len(_COLUMNS) - 1)


_Place = tuple[int, int]


def _across(first: _Place, second: _Place) -> str:
    """From the right edge of the left box to the left edge of the right one."""
    (x1, y1), (x2, y2) = sorted((first, second))
    start, side = x1 + WIDE_BOX, GAP_ACROSS // 2
    if x1 == x2:
        return f"M{start} {y1}C{start + side} {y1} {start + side} {y2} {start} {y2}"
    return f"M{start} {y1}C{start + side} {y1} {x2 - side} {y2} {x2} {y2}"


def _beside(first: _Place, second: _Place) -> str:
    """An arc on the left, the wider the further they are apart."""
    (x, y1), (_, y2) = sorted((first, second))
    out = x - min(ARCS, 18 + abs(y2 - y1) // 8) * 4 // 3
    return f"M{x} {y1}C{out} {y1} {out} {y2} {x} {y2}"


def _lines(
    nodes: Sequence[Node],
    columns: Sequence[_Column],
    places: Mapping[UUID, _Place],
    shape: Callable[[_Place, _Place], str],
) -> list[Line]:
    """One between each two that are connected; one to each box that stands for several."""
    hidden = frozenset[UUID]().union(*(each.rest for each in columns))
    lines: dict[frozenset[_Place], Line] = {}
    for node in nodes:
        for link in node.links:
            if node.id in hidden and link.id in hidden:
                continue
            start, end = places[node.id], places[link.id]
            known = not {node.id, link.id} & hidden
            what = f"{node.name}: {link.called} {link.name}" if known else ""
            lines.setdefault(frozenset((start, end)), Line(shape(start, end), what))
    return list(lines.values())
