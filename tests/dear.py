"""``python -m tests.dear < LOG``: which files ``make quick`` leaves out where everything is run.

``LOG`` is what ``make quick ARGS="tests --durations=0 --durations-min=0"`` printed, which leaves
none of them out. Printed are the dearest files, until the others take no longer than they may.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from tests import near

SECONDS_LEFT = 85.0
"""Of all workers together; starting them comes on top."""
ALWAYS = tuple(f"{each}/" for each in near.ALWAYS)
"""Rules of the house are never left out."""
LIST = Path(__file__).with_suffix(".txt")
_TIMED = re.compile(r"^([\d.]+)s (?:setup|call|teardown) +(tests/\S+?\.py)::")


def dearest(lines: Iterable[str], left: float = SECONDS_LEFT) -> dict[str, float]:
    """File and seconds of those without which the others take ``left`` seconds."""
    seconds: defaultdict[str, float] = defaultdict(float)
    for line in lines:
        if found := _TIMED.match(line):
            seconds[found[2]] += float(found[1])
    rest, dear = sum(seconds.values()), dict[str, float]()
    for file, each in sorted(seconds.items(), key=lambda one: -one[1]):
        if rest <= left:
            break
        if not file.startswith(ALWAYS):
            dear[file] = each
            rest -= each
    return dear


def read() -> tuple[str, ...]:
    """As it was written down last."""
    return tuple(line.split()[1] for line in LIST.read_text().splitlines())


if __name__ == "__main__":
    for name, took in sorted(dearest(sys.stdin).items()):
        print(f"{took:6.2f} {name}")
