"""The cells of a table, of which a page has hundreds, which in a template were most of its time."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from markupsafe import Markup, escape

from shared.database.paging import Shown
from shared.web.kit.words import shown

_SPECIAL = re.compile("[&<>'\"]")
_ROW = '<tr class="kern-table__row" role="row">'


class Cells:
    """Writes the rows of one table; each cell bears its column's label, for narrow screens."""

    def __init__(self, labels: Iterable[str], numeric: Collection[int] = ()) -> None:
        self._openings = [
            f'<td role="cell" data-label="{escape(label)}" class="kern-table__cell'
            f"{' kern-table__cell--numeric' if number in numeric else ''}"
            for number, label in enumerate(labels)
        ]

    def rows(self, rows: Iterable[Iterable[Any]]) -> Markup:
        """Each value in words; what is marked as HTML stays so."""
        return _marked(f"{_ROW}{self.row(each)}</tr>" for each in rows)

    def row(self, values: Iterable[Any]) -> Markup:
        """The cells of one."""
        return _marked(
            f'{opening}"><span>{_written(value)}</span></td>'
            for opening, value in zip(self._openings, values, strict=False)
        )

    def items(
        self,
        columns: Sequence[Shown],
        items: Iterable[Any],
        at: str = "",
        before: Callable[[Any], str] | None = None,
    ) -> Markup:
        """A list's rows, of which each leads to its ``id`` below an address, if there is one.

        ``before`` makes what stands at the beginning of each.
        """
        place = f"{at}/" if at else ""
        rows = (
            self.item(
                columns, each, f"{place}{each.id}" if place else "", before(each) if before else ""
            )
            for each in items
        )
        return _marked(f"{_ROW}{row}</tr>" for row in rows)

    def item(
        self, columns: Sequence[Shown], item: Any, address: str = "", before: str = ""
    ) -> Markup:
        """The cells of one; narrow screens leave out what is empty."""
        cells: list[str] = []
        for opening, column in zip(self._openings, columns, strict=True):
            value = column.value(item)
            text = _written(value)
            if address and not cells:
                text = f'<a class="kp-list__link" href="{escape(address)}">{text}</a>'
            if before and not cells:
                text = f'<span class="kp-beside">{escape(before)}{text}</span>'
            nothing = " kp-nothing" if value is None or value == "" else ""
            cells.append(f'{opening}{nothing}"><span>{text}</span></td>')
        return _marked(cells)


def _written(value: Any) -> str:
    """Looking whether there is anything to escape takes a tenth of marking what is escaped."""
    text = shown(value)
    if type(text) is str and _SPECIAL.search(text) is None:
        return text
    return escape(text)


def _marked(parts: Iterable[str]) -> Markup:
    return Markup("".join(parts))  # noqa: S704 (what is not ours is escaped)
