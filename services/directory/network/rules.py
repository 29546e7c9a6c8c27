"""What a school should have, and where nodes stand in the picture."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.directory.network.values import PERSON, Box, Drawing, Gap, Line, Node, address_of
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

BOX_WIDTH, BOX_HEIGHT, GAP_ACROSS, GAP_DOWN = 250, 32, 130, 12
LATEST = timedelta(days=2 * 365)
LONGEST = 30
"""Letters of a name that fit into a box."""
_COLUMNS = (
    (OrganizationKind.KITA, OrganizationKind.PARTNER),
    (OrganizationKind.SCHOOL,),
    (PERSON, OrganizationKind.YOUTH_WELFARE, OrganizationKind.CARRIER),
    (OrganizationKind.SCHOOL_AUTHORITY, OrganizationKind.MUNICIPALITY),
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


def drawn(nodes: Sequence[Node]) -> Drawing:
    """Kinds side by side, those of one below each other in their order; the same nodes alike."""
    found = {node.id: (node.name, node.kind) for node in nodes}
    for node in nodes:
        for link in node.links:
            found.setdefault(link.id, (link.name, link.kind))
    columns: list[list[UUID]] = [[] for _ in _COLUMNS]
    for key, (_, kind) in found.items():
        columns[_column_of(kind)].append(key)
    columns = [each for each in columns if each]
    places = {
        key: (x * (BOX_WIDTH + GAP_ACROSS), y * (BOX_HEIGHT + GAP_DOWN))
        for x, column in enumerate(columns)
        for y, key in enumerate(column)
    }
    boxes = [
        Box(*places[key], _short(name), name, address_of(key, kind))
        for key, (name, kind) in found.items()
    ]
    rows = max((len(each) for each in columns), default=0)
    width = len(columns) * (BOX_WIDTH + GAP_ACROSS) - GAP_ACROSS
    return Drawing(max(width, 0), rows * (BOX_HEIGHT + GAP_DOWN), boxes, _lines(nodes, places))


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def _column_of(kind: str) -> int:
    return next((n for n, kinds in enumerate(_COLUMNS) if kind in kinds), len(_COLUMNS) - 1)


def _lines(nodes: Sequence[Node], places: dict[UUID, tuple[int, int]]) -> list[Line]:
    """One between each two that are connected, from the left one's edge to the right one's."""
    lines: dict[frozenset[UUID], Line] = {}
    for node in nodes:
        for link in node.links:
            (x1, y1), (x2, y2) = sorted((places[node.id], places[link.id]))
            middle = BOX_HEIGHT // 2
            start = x1 + BOX_WIDTH if x2 > x1 else x1
            what = f"{node.name}: {link.called} {link.name}"
            pair = frozenset((node.id, link.id))
            lines.setdefault(pair, Line(start, y1 + middle, x2, y2 + middle, what))
    return list(lines.values())
