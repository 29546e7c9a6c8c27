"""A list as a page shows it: rows, headings that sort, ways to the pages around it and to files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Query, Request

from shared.database.paging import PAGE_SIZE, KeysetRequest, Page, Shown
from shared.web.kit.exports import FORMATS
from shared.web.kit.seal import seal, unseal
from shared.web.problem import FieldError, Problem

Item = TypeVar("Item")

POSITION = "position"
AFTER, BEFORE, SORT, ROWS, FORMAT = "nach", "vor", "sortiert", "je", "als"
SIZES = (PAGE_SIZE, 50, 100)
"""How many rows of a page a reader may choose."""


async def _page_request(request: Request) -> KeysetRequest:
    query = request.query_params
    after, before = query.get(AFTER), query.get(BEFORE)
    position = unseal(request, POSITION, after or before or "")
    return KeysetRequest(
        position=position if isinstance(position, list) else None,
        backwards=after is None,
        sort=query.get(SORT, ""),
        size=_SIZE_NAMED.get(query.get(ROWS, ""), PAGE_SIZE),
        export=query.get(FORMAT, "") if query.get(FORMAT) in FORMATS else "",
    )


PageRequest = Annotated[KeysetRequest, Depends(_page_request)]
"""A parameter of a page with a list, to be handed to ``paginate``."""


async def _cursor_request(
    request: Request,
    cursor: Annotated[str, Query(max_length=4000)] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> KeysetRequest:
    position = unseal(request, POSITION, cursor) if cursor else None
    if cursor and not isinstance(position, list):
        errors = [FieldError("query.cursor", "is none that this service has given")]
        raise Problem(422, "invalid-request", "The request is not valid", errors=errors)
    return KeysetRequest(position=position, size=limit, wraps=False)


CursorRequest = Annotated[KeysetRequest, Depends(_cursor_request)]
"""The same for programs, in the order of the list."""


def next_page(request: Request, page: Page[Any]) -> str | None:
    """The address at which a program goes on; None at the end."""
    if not page.has_next:
        return None
    return str(
        request.url.include_query_params(cursor=seal(request, POSITION, page.last)).replace(
            scheme="", netloc=""
        )
    )


@dataclass(frozen=True)
class Heading:
    """A column's heading; ``href`` sorts by it, ``direction`` is how it is sorted now."""

    text: str
    href: str = ""
    direction: str = ""


@dataclass(frozen=True)
class ListView(Generic[Item]):
    """A page of a list together with the request that asked for it."""

    page: Page[Item]
    request: Request

    @property
    def items(self) -> Sequence[Item]:
        return self.page.items

    @cached_property
    def path(self) -> str:
        return self.request.url.path

    @property
    def searched(self) -> bool:
        """Whether anything is looked for, so that there may be more without it."""
        asked = self.request.query_params.multi_items()
        return any(value for name, value in asked if name not in _OWN)

    @cached_property
    def previous(self) -> str:
        """The address of the page before; empty at the beginning."""
        return self._at(BEFORE, self.page.first) if self.page.has_previous else ""

    @cached_property
    def next(self) -> str:
        """The address of the page after; empty at the end."""
        return self._at(AFTER, self.page.last) if self.page.has_next else ""

    @property
    def exports(self) -> list[tuple[str, str]]:
        """Name and address of every kind of file the list can become."""
        return [(label, self._address({FORMAT: name})) for name, (label, _) in FORMATS.items()]

    @property
    def count(self) -> str:
        """How many there are, as far as that is known without counting."""
        number = len(self.items)
        if self.previous or self.next:
            return f"{number} Einträge auf dieser Seite, es gibt weitere."
        return "1 Eintrag" if number == 1 else f"{number or 'Keine'} Einträge"

    @property
    def rows(self) -> str:
        """How many were chosen; empty for as many as usual."""
        return _named(self.page.wanted.size)

    @property
    def sizes(self) -> list[tuple[int, str, bool]]:
        """How many rows may be chosen, the address for that, and whether it is so now.

        None for a list that fits on a page however long that is.
        """
        if not (self.rows or self.page.has_previous or self.page.has_next):
            return []
        now = self.page.wanted.size
        return [(each, self._address({ROWS: _named(each)}), each == now) for each in SIZES]

    @property
    def sort(self) -> str:
        return self.page.wanted.sort

    def columns(self, names: Sequence[str]) -> list[Shown]:
        """The columns with these names, in this order; all if there are none."""
        known = {each.name: each for each in self.page.columns}
        return [known[name] for name in names or known]

    def values(self, item: Item) -> dict[str, Any]:
        """What the columns hold of a row, by their names."""
        return {column.name: column.value(item) for column in self.page.columns}

    def heading(self, column: Shown) -> Heading:
        if column.name not in self.page.sorts:
            return Heading(column.label)
        now = self.sort or self.page.sorts[0]
        direction = {column.name: "ascending", f"-{column.name}": "descending"}.get(now, "")
        turned = f"-{column.name}" if direction == "ascending" else column.name
        return Heading(column.label, self._address({SORT: turned}), direction)

    def _at(self, side: str, position: Sequence[Any] | None) -> str:
        return self._address({side: seal(self.request, POSITION, position), SORT: self.sort})

    def _address(self, change: Mapping[str, str]) -> str:
        """The same search elsewhere in the list; empty fields are left out."""
        more = {SORT: self.sort, ROWS: self.rows, **change}
        given = ((name, value) for name, value in more.items() if value)
        query = "&".join(part for part in (self._kept, urlencode([*given])) if part)
        return f"{self.path}?{query}" if query else self.path

    @cached_property
    def _kept(self) -> str:
        asked = self.request.query_params.multi_items()
        return urlencode([each for each in asked if each[1] and each[0] not in _OWN])


_OWN = {AFTER, BEFORE, SORT, ROWS, FORMAT}


def _named(size: int) -> str:
    return "" if size == PAGE_SIZE else str(size)


_SIZE_NAMED = {_named(each): each for each in SIZES}
