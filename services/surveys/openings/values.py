"""What an opened urn amounts to, as the neighbours see it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from services.surveys.urns.values import Groups

TEXTS_FROM = 10
"""Of fewer answers no free text is kept."""
ANSWERED = TOTAL = ""
"""The value that counts everybody who answered, and the group that everybody is in."""

TallyKey = tuple[str, str, str, str]
"""Question, row, group, value."""

Merge = Callable[[Sequence[Groups]], Sequence[Sequence[str]]]
"""Of all who answered a question: for each, the published groups that they are counted in."""


def totals_only(answered: Sequence[Groups]) -> Sequence[Sequence[str]]:
    """No group is published."""
    return [()] * len(answered)


@dataclass(frozen=True)
class Count:
    """How often a value was chosen; an empty ``value_key`` is how many answered at all."""

    question_key: str
    row_key: str
    group_code: str
    value_key: str
    n: int
