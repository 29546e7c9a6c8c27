"""Moves the clock of a demonstration."""

from datetime import timedelta

from shared.clock import Clock, MovableClock
from shared.settings import Settings


def movable(settings: Settings, clock: Clock) -> MovableClock | None:
    """The clock, if this installation is a demonstration whose clock may be moved."""
    return clock if settings.embedded and isinstance(clock, MovableClock) else None


def move(clock: MovableClock, days: int) -> None:
    """Let days pass at once: what is due in them happens now."""
    clock.forward(timedelta(days=days))
