"""What is written past the templates is escaped as they do it."""

from markupsafe import Markup

from shared.database.paging import Shown
from shared.web.kit.cells import Cells

TAG = "<script>&'\""
SAFE = "&lt;script&gt;&amp;&#39;&#34;"


def test_labels_values_and_addresses_are_escaped() -> None:
    row = Cells([TAG]).row([TAG])
    assert row == (
        f'<td role="cell" data-label="{SAFE}" class="kern-table__cell"><span>{SAFE}</span></td>'
    )
    column = Shown("name", TAG, lambda item: item)
    item = Cells([TAG]).item([column], TAG, f"/{TAG}")
    assert f'<a class="kp-list__link" href="/{SAFE}">{SAFE}</a>' in item
    assert "<script>" not in item


def test_what_is_marked_stays_and_what_is_empty_is_known() -> None:
    cells = Cells(["A", "B"], numeric=(1,))
    row = cells.row([Markup("<b>x</b>"), True])
    assert "<span><b>x</b></span>" in row
    assert 'data-label="B" class="kern-table__cell kern-table__cell--numeric"><span>ja' in row
    columns = [Shown("a", "A", lambda _: ""), Shown("b", "B", lambda _: None)]
    item = cells.item(columns, object())
    assert item.count(" kp-nothing") == 2
    assert item.count("<span>–</span>") == 2
