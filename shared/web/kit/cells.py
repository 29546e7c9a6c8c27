"""The cells of a table, of which a page has hundreds, which in a template were most of its time."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from markupsafe import Markup, escape

from shared.database.paging import Shown
from shared.web.kit.words import shown


class Cells:
    """Writes the rows of one table; each cell bears its column's label, for narrow screens."""

    def __init__(self, labels: Iterable[str], numeric: Collection[int] = ()) -> None:
        self._openings = [
            f'<td role="cell" data-label="{escape(label)}" class="kern-table__cell'
            f"{' kern-table__cell--numeric' if number in numeric else ''}"
            for number, label in enumerate(labels)
        ]

    def row(self, values: Iterable[Any]) -> Markup:
        """Each value in words; what is marked as HTML stays so."""
        cells = [
            f'{opening}"><span>{escape(shown(value))}</span></td>'
            for opening, value in zip(self._openings, values, strict=False)
        ]
        return Markup("".join(cells))  # noqa: S704 (what is not ours is escaped)

    def item(
        self, columns: Sequence[Shown], item: Any, address: str = "", before: str = ""
    ) -> Markup:
        """A list's row, whose first cell may lead on; narrow screens leave out what is empty.

        ``before`` stands at its beginning.
        """
        cells: list[str] = []
        for opening, column in zip(self._openings, columns, strict=True):
            value = column.value(item)
            text: str = escape(shown(value))
            if address and not cells:
                text = f'<a class="kp-list__link" href="{escape(address)}">{text}</a>'
            if before and not cells:
                text = f'<span class="kp-beside">{escape(before)}{text}</span>'
            nothing = " kp-nothing" if value is None or value == "" else ""
            cells.append(f'{opening}{nothing}"><span>{text}</span></td>')
        return Markup("".join(cells))  # noqa: S704 (what is not ours is escaped)
