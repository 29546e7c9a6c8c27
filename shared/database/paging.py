"""Lists page by page, by key: no page costs more than the first, and none repeats a row."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, Label, Select, and_, false, inspect, literal, or_, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

Item = TypeVar("Item")
Other = TypeVar("Other")
Key = InstrumentedAttribute[Any] | ColumnElement[Any]

PAGE_SIZE = 25
"""Rows of a page, unless a reader chooses otherwise."""


@dataclass(frozen=True, kw_only=True)
class KeysetRequest:
    """Which rows are asked for: those after ``position``, or before it, or the first."""

    position: Sequence[Any] | None = None
    backwards: bool = False
    sort: str = ""
    """The column, with ``-`` in front for the other direction; unknown ones are ignored."""
    size: int = PAGE_SIZE
    export: str = ""
    """The kind of file that is wanted instead of a page."""
    wraps: bool = True
    """Beyond either end there is the first page; for a program there is nothing."""


@dataclass(frozen=True)
class Shown:
    """A column of a list: its name, its German heading, and how a row's value is read."""

    name: str
    label: str
    value: Callable[[Any], Any]


def attribute(name: str, label: str) -> Shown:
    """A column that shows the attribute of its name."""
    return Shown(name, label, attrgetter(name))


@dataclass(frozen=True, kw_only=True)
class Page(Generic[Item]):
    """Some rows, and whether there are others around them; ``first`` and ``last`` are positions.

    ``fetch`` reads another part of the same list.
    """

    items: Sequence[Item]
    wanted: KeysetRequest
    columns: Sequence[Shown]
    sorts: Sequence[str]
    fetch: Callable[[AsyncSession, KeysetRequest], Awaitable["Page[Item]"]]
    first: Sequence[Any] | None = None
    last: Sequence[Any] | None = None
    has_previous: bool = False
    has_next: bool = False


@dataclass(frozen=True)
class _Order:
    """One key of the order; NULL is last, or first where the order is reversed."""

    column: ColumnElement[Any]
    descending: bool = False
    nulls_first: bool = False
    nullable: bool = True

    def reversed(self) -> "_Order":
        return replace(self, descending=not self.descending, nulls_first=not self.nulls_first)

    def clause(self) -> ColumnElement[Any]:
        ordered = self.column.desc() if self.descending else self.column.asc()
        if not self.nullable:
            return ordered
        return ordered.nulls_first() if self.nulls_first else ordered.nulls_last()

    def at(self, value: Any) -> ColumnElement[bool]:
        return self.column.is_(None) if value is None else self.column == self._bound(value)

    def beyond(self, value: Any) -> ColumnElement[bool]:
        if value is None:
            return self.column.is_not(None) if self.nulls_first else false()
        bound = self._bound(value)
        after = self.column < bound if self.descending else self.column > bound
        return or_(after, self.column.is_(None)) if self._nulls_follow else after

    def not_before(self, value: Any) -> ColumnElement[bool]:
        """What both databases use to enter an index at the right place."""
        if value is None or self._nulls_follow:
            return true()
        bound = self._bound(value)
        return self.column <= bound if self.descending else self.column >= bound

    @property
    def _nulls_follow(self) -> bool:
        return self.nullable and not self.nulls_first

    def _bound(self, value: Any) -> ColumnElement[Any]:
        return literal(value, self.column.type)


@dataclass(frozen=True)
class _List(Generic[Item]):
    """A query and its order."""

    query: Select[Item]
    by: Sequence[Key]
    sorts: Sequence[Key]
    columns: Sequence[Shown] = field(default=())
    values: Mapping[str, Any] = field(default_factory=dict)

    async def fetch(self, session: AsyncSession, wanted: KeysetRequest) -> Page[Item]:
        order = self._order(wanted.sort)
        position = _read_position(wanted.position, order)
        backwards = wanted.backwards and position is not None
        steps = [each.reversed() for each in order] if backwards else order
        keys = [each.column.label(f"key_{index}") for index, each in enumerate(order)]
        query = self.query.add_columns(*keys)
        if position is not None:
            query = query.where(_beyond(steps, position))
        query = query.order_by(*(each.clause() for each in steps)).limit(wanted.size + 1)
        rows = (await session.execute(query, self.values)).all()
        more, rows = len(rows) > wanted.size, rows[: wanted.size]
        shown = list(reversed(rows)) if backwards else list(rows)
        return Page(
            items=[row[0] for row in shown],
            wanted=wanted,
            columns=self.columns,
            sorts=[each.key or "" for each in (self.by[0], *self.sorts)],
            fetch=self.fetch,
            first=tuple(shown[0][1:]) if shown else None,
            last=tuple(shown[-1][1:]) if shown else None,
            has_previous=more if backwards else position is not None,
            has_next=backwards or more,
        )

    def _order(self, sort: str) -> list[_Order]:
        name, descending = sort.removeprefix("-"), sort.startswith("-")
        chosen = [each for each in (*self.by, *self.sorts) if each.key == name][:1]
        rest = [each for each in self.by if each.key not in {one.key for one in chosen}]
        first = [_order_of(each, descending=descending) for each in chosen]
        return [*first, *(_order_of(each) for each in rest)]


async def paginate(
    session: AsyncSession,
    query: Select[Item],
    page: KeysetRequest,
    *,
    by: Sequence[Key],
    sorts: Sequence[Key] = (),
    columns: Sequence[Shown] | None = None,
    values: Mapping[str, Any] | None = None,
) -> Page[Item]:
    """The rows of ``page``, by the keys ``by``, of which the last is unique.

    ``sorts`` are other columns a reader may sort by. ``columns`` are those that can be shown and
    exported; unless given, all of the model that have a ``label`` in their ``info``. ``values`` are
    for parameters in the query. Of a page that is to become a file nothing is read yet.
    """
    shown = labelled(query) if columns is None else columns
    whole = _List(query, by, sorts, shown, values or {})
    if page.export:
        names = [each.key or "" for each in (by[0], *sorts)]
        return Page(items=[], wanted=page, columns=whole.columns, sorts=names, fetch=whole.fetch)
    found = await whole.fetch(session, page)
    at_an_end = len(found.items) < page.size and (page.backwards or not found.items)
    if at_an_end and page.wraps and page.position is not None:
        return await whole.fetch(session, replace(page, position=None, backwards=False))
    return found


@dataclass(frozen=True)
class _Computed(Generic[Item]):
    """A list that is there already, as a whole."""

    items: Sequence[Item]
    columns: Sequence[Shown]

    async def fetch(self, _: AsyncSession, wanted: KeysetRequest) -> Page[Item]:
        return self.part(wanted)

    def part(self, wanted: KeysetRequest) -> Page[Item]:
        begin = _begin(wanted, len(self.items))
        shown = [] if wanted.export else self.items[begin : begin + wanted.size]
        end = begin + len(shown)
        return Page(
            items=shown,
            wanted=wanted,
            columns=self.columns,
            sorts=[],
            fetch=self.fetch,
            first=(begin,),
            last=(end - 1,),
            has_previous=begin > 0,
            has_next=end < len(self.items),
        )


def computed(items: Sequence[Item], wanted: KeysetRequest, columns: Sequence[Shown]) -> Page[Item]:
    """A list that no table holds, page by page; a position is a place in it."""
    return _Computed(items, columns).part(wanted)


def _begin(wanted: KeysetRequest, length: int) -> int:
    """Where a page begins; beyond the end the first, or none."""
    match wanted.position:
        case [int(place)] if wanted.backwards:
            return max(0, min(place, length) - wanted.size)
        case [int(place)]:
            return 0 if wanted.wraps and place + 1 >= length else place + 1
    return 0


def labelled(query: Select[Any]) -> list[Shown]:
    """The columns of the model ``query`` selects that have a ``label``."""
    mapper = inspect(query.column_descriptions[0]["entity"])
    return [
        Shown(name, column.info["label"], attrgetter(name))
        for name, column in mapper.columns.items()
        if "label" in column.info
    ]


def _order_of(key: Key, *, descending: bool = False) -> _Order:
    """By the key's folded column where it has one."""
    column = key.expression if isinstance(key, InstrumentedAttribute) else key
    column = column.element if isinstance(column, Label) else column
    beside = getattr(getattr(column, "table", None), "c", ())
    folded = [each for each in beside if getattr(each, "info", {}).get("sort_key_of") == key.key]
    column = folded[0] if folded else column
    return _Order(column, descending, nullable=getattr(column, "nullable", True))


def _beyond(order: Sequence[_Order], position: Sequence[Any]) -> ColumnElement[bool]:
    head, value = order[0], position[0]
    if len(order) == 1:
        return head.beyond(value)
    rest = _beyond(order[1:], position[1:])
    return and_(head.not_before(value), or_(head.beyond(value), and_(head.at(value), rest)))


def _read_position(position: Sequence[Any] | None, order: Sequence[_Order]) -> Sequence[Any] | None:
    """The position in Python's types; None if it belongs to another order."""
    if position is None or len(position) != len(order):
        return None
    try:
        return [_read(each.column, value) for each, value in zip(order, position, strict=True)]
    except ValidationError:
        return None


def _read(column: ColumnElement[Any], value: Any) -> Any:
    return None if value is None else TypeAdapter(column.type.python_type).validate_python(value)


async def described(
    session: AsyncSession,
    page: Page[Item],
    describe: Callable[[AsyncSession, Sequence[Item]], Awaitable[Sequence[Other]]],
) -> Page[Other]:
    """The same rows as ``describe`` makes them, on this page and on every other."""

    async def fetch(later: AsyncSession, wanted: KeysetRequest) -> Page[Other]:
        return await described(later, await page.fetch(later, wanted), describe)

    return Page(
        items=await describe(session, page.items) if page.items else [],
        wanted=page.wanted,
        columns=page.columns,
        sorts=page.sorts,
        fetch=fetch,
        first=page.first,
        last=page.last,
        has_previous=page.has_previous,
        has_next=page.has_next,
    )
