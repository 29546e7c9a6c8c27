"""The one place that knows what time it is, so that tests and the demo can move it."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from shared.private_files import private_file

BERLIN = ZoneInfo("Europe/Berlin")
A_DAY = timedelta(days=1)


class Clock(Protocol):
    """Tells the present moment, in UTC."""

    def now(self) -> datetime:
        """The present moment as an aware UTC datetime."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class MovableClock:
    """The machine's clock moved forward; with a file, the move survives a restart."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._offset = timedelta()
        self._sleepers: list[Callable[[], None]] = []
        if file is not None and file.exists():
            self._offset = timedelta(seconds=json.loads(file.read_text())["forward_seconds"])

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    @property
    def moved(self) -> bool:
        """Whether somebody has."""
        return bool(self._offset)

    def on_move(self, wake: Callable[[], None]) -> None:
        """Call ``wake`` after every move: whoever sleeps until a moment has to look again."""
        self._sleepers.append(wake)

    def forward(self, by: timedelta) -> None:
        """Move the present by ``by``; never backwards, because facts have been dated already."""
        if by < timedelta():
            raise ValueError("a clock is never moved back")
        self._offset += by
        if self._file is not None:
            private_file(self._file).write_text(
                json.dumps({"forward_seconds": self._offset.total_seconds()})
            )
        for wake in self._sleepers:
            wake()


def local_date(moment: datetime) -> date:
    """The calendar day in Europe/Berlin on which ``moment`` falls."""
    return moment.astimezone(BERLIN).date()
