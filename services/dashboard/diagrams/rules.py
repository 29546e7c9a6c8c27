"""Where boxes, lanes and arrows lie: a lane for each service, time from top to bottom."""

import re
import textwrap
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import lru_cache

from services.dashboard.diagrams.values import Arrow, Box, Drawn, Lane, Pause

FULL_WIDTH = 1068
TIME_WIDTH = 124
LANE_WIDTHS = (222, 300)
HEAD = 48
GUTTER = 32
MARGIN = 8
LINE = 19
PADDING = 11
SPACE = 20
PAUSE = 44
LONG_PAUSE = timedelta(minutes=10)
HEADING_LETTER = 7.5
DETAIL_LETTER = 6.7
CORNER = 7


def lanes(boxes: Sequence[Box], order: Sequence[str]) -> list[Lane]:
    """The lanes that are needed: those we know in our order, then the others."""
    used = {box.lane: None for box in boxes}
    keys = [key for key in order if key in used] + [key for key in used if key not in order]
    least, most = LANE_WIDTHS
    width = min(most, max(least, (FULL_WIDTH - TIME_WIDTH) // max(1, len(keys))))
    return [Lane(key, TIME_WIDTH + width * index, width) for index, key in enumerate(keys)]


def place(boxes: Sequence[Box], columns: Sequence[Lane]) -> tuple[list[Drawn], list[Pause], int]:
    """One row for each box; long pauses are marked. Also returns the height of it all."""
    column = {lane.key: lane for lane in columns}
    drawn: list[Drawn] = []
    pauses: list[Pause] = []
    y = HEAD + SPACE
    for before, box in zip([None, *boxes], boxes, strict=False):
        if before is not None and box.offset - before.offset >= LONG_PAUSE:
            pauses.append(Pause(y + PAUSE // 2 - SPACE // 2, box.offset - before.offset))
            y += PAUSE
        drawn.append(_box(box, column[box.lane], y))
        y += drawn[-1].height + SPACE
    return drawn, pauses, y


def arrows(drawn: Sequence[Drawn], columns: Sequence[Lane]) -> list[Arrow]:
    """From each cause down the free strip beside its lane, then across to the effect."""
    found = {each.box.number: each for each in drawn}
    strip = _strips(drawn, {lane.key: lane for lane in columns})
    return [
        _arrow(found[each.box.cause], each, strip[each.box.cause])
        for each in drawn
        if each.box.cause is not None
    ]


def _box(box: Box, lane: Lane, y: int) -> Drawn:
    width = lane.width - GUTTER - MARGIN
    inner = width - 24
    heading = _wrapped(box.heading, inner / HEADING_LETTER, 3)
    detail = _wrapped(box.detail, inner / DETAIL_LETTER, 3)
    height = 2 * PADDING + LINE * (len(heading) + len(detail))
    return Drawn(box, lane.x + GUTTER, y, width, height, heading, detail)


@lru_cache(1000)
def _wrapped(text: str, letters: float, lines: int) -> tuple[str, ...]:
    together = re.sub(r"(?<=\d) (?=\w)", "\u00a0", text)
    return tuple(textwrap.wrap(together, int(letters), max_lines=lines, placeholder=" …"))


def _strips(drawn: Sequence[Drawn], column: Mapping[str, Lane]) -> dict[int, int]:
    """For each cause its own way down, as long as there is room for three."""
    causes = {each.box.cause for each in drawn}
    used: dict[str, int] = {}
    strips: dict[int, int] = {}
    for each in drawn:
        if each.box.number in causes:
            taken = used.get(each.box.lane, 0)
            strips[each.box.number] = column[each.box.lane].x + GUTTER - 11 - 8 * (taken % 3)
            used[each.box.lane] = taken + 1
    return strips


def _arrow(cause: Drawn, effect: Drawn, x: int) -> Arrow:
    y, r = effect.middle, CORNER
    start = f"M{cause.x} {cause.exit}H{x + r}Q{x} {cause.exit} {x} {cause.exit + r}V{y - r}"
    if effect.x >= cause.x:
        end = effect.x - 2
        path = f"{start}Q{x} {y} {x + r} {y}H{end - 7}"
        return Arrow(cause, path, f"M{end} {y}l-9 -5v10z")
    end = effect.x + effect.width + 2
    path = f"{start}Q{x} {y} {x - r} {y}H{end + 7}"
    return Arrow(cause, path, f"M{end} {y}l9 -5v10z")
