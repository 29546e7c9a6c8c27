"""How long to wait before trying again."""

import random

FIRST_SECONDS = 0.1
MOST_SECONDS = 30.0


def delay(attempt: int, *, most: float = MOST_SECONDS) -> float:
    """Seconds before attempt ``attempt`` + 1: doubling, at most ``most``, half of it at random."""
    full: float = min(most, FIRST_SECONDS * 2.0 ** min(attempt, 20))
    return full / 2 + random.uniform(0, full / 2)  # noqa: S311
