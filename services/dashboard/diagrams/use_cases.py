"""Draws a story: boxes in lanes, arrows from causes to effects."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.dashboard.diagrams.rules import (
    HEAD,
    TIME_WIDTH,
    Arrow,
    Box,
    Drawn,
    Lane,
    Pause,
    arrows,
    lanes,
    place,
)

__all__ = ["Box", "Diagram", "draw"]


@dataclass(frozen=True)
class Diagram:
    """Everything in its place, in pixels."""

    width: int
    height: int
    head: int
    time_width: int
    lanes: list[Lane]
    boxes: list[Drawn]
    arrows: list[Arrow]
    pauses: list[Pause]


def draw(boxes: Sequence[Box], order: Sequence[str]) -> Diagram:
    """Boxes come causes first; ``order`` says which lanes come first."""
    columns = lanes(boxes, order)
    drawn, pauses, height = place(boxes, columns)
    width = columns[-1].x + columns[-1].width if columns else TIME_WIDTH
    found = arrows(drawn, columns)
    return Diagram(width, height, HEAD, TIME_WIDTH, columns, drawn, found, pauses)
