"""When a chapter is accepted, and when people are reminded."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from services.surveys.ballots.values import Choice

REMINDED = timedelta(days=1, hours=16)
"""So long before it closes, at midnight, a vote is brought to mind: at eight the day before."""


def is_accepted(said: Counter[Choice], entitled: int) -> bool:
    """Half of the entitled took part, and of yes and no at least two thirds are yes."""
    yes, decided = said[Choice.YES], said[Choice.YES] + said[Choice.NO]
    return 2 * said.total() >= entitled and yes > 0 and 3 * yes >= 2 * decided


def counted(choices: Iterable[Choice]) -> Counter[Choice]:
    """How often each was said."""
    return Counter(choices)
