"""Looks every few milliseconds of CPU time at what this process is doing."""

import signal
from collections import Counter
from pathlib import Path
from types import FrameType

EVERY_SECONDS = 0.002
SHOWN = 60

Place = tuple[str, int, str]


class Sampler:
    """Costs next to nothing, unlike a profiler that is called with every call."""

    def __init__(self) -> None:
        self._own: Counter[Place] = Counter()
        self._with_callees: Counter[Place] = Counter()
        self._samples = 0

    def start(self) -> None:
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, EVERY_SECONDS, EVERY_SECONDS)

    def report(self) -> str:
        """Where the time went, by function: alone, then together with what it calls."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        parts = []
        for title, counts in (("own time", self._own), ("with callees", self._with_callees)):
            parts.append(f"{title}, percent of {self._samples} samples")
            for (file, line, name), count in counts.most_common(SHOWN):
                share = 100 * count / max(self._samples, 1)
                parts.append(f"{share:6.1f}  {name}  {'/'.join(Path(file).parts[-3:])}:{line}")
        return "\n".join(parts) + "\n"

    def _look(self, _: int, frame: FrameType | None) -> None:
        self._samples += 1
        if frame is not None:
            self._own[_place(frame)] += 1
        seen: set[Place] = set()
        while frame is not None:
            seen.add(_place(frame))
            frame = frame.f_back
        self._with_callees.update(seen)


def _place(frame: FrameType) -> Place:
    code = frame.f_code
    return code.co_filename, code.co_firstlineno, code.co_qualname
