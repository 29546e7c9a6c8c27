"""What is drawn, and the drawing."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Box:
    """What is to be drawn; ``cause`` is the number of another box."""

    number: int
    cause: int | None
    lane: str
    heading: str
    detail: str
    offset: timedelta
    after: str
    at: str
    count: int = 1
    failed: bool = False
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lane:
    """A column."""

    key: str
    x: int
    width: int


@dataclass(frozen=True)
class Drawn:
    """A box in its place, with its text in lines."""

    box: Box
    x: int
    y: int
    width: int
    height: int
    heading: tuple[str, ...]
    detail: tuple[str, ...]

    @property
    def middle(self) -> int:
        """Where arrows arrive."""
        return self.y + self.height // 2

    @property
    def exit(self) -> int:
        """Where arrows leave, well below those that arrive."""
        return self.y + self.height - 12


@dataclass(frozen=True)
class Arrow:
    """A line from a cause, and the head at its effect."""

    cause: Drawn
    path: str
    head: str


@dataclass(frozen=True)
class Pause:
    """A time in which nothing happened."""

    y: int
    span: timedelta


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
