"""Draws a story: boxes in lanes, arrows from causes to effects."""

from collections.abc import Sequence

from services.dashboard.diagrams.rules import HEAD, TIME_WIDTH, arrows, lanes, place
from services.dashboard.diagrams.values import Box, Diagram


def draw(boxes: Sequence[Box], order: Sequence[str]) -> Diagram:
    """Boxes come causes first; ``order`` says which lanes come first."""
    columns = lanes(boxes, order)
    drawn, pauses, height = place(boxes, columns)
    width = columns[-1].x + columns[-1].width if columns else TIME_WIDTH
    found = arrows(drawn, columns)
    return Diagram(width, height, HEAD, TIME_WIDTH, columns, drawn, found, pauses)
