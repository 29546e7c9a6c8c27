"""What an opened urn amounts to, as the neighbours see it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from services.surveys.urns.values import Groups
from shared.small_numbers.margins import Names

ANSWERED = TOTAL = ""
"""The value that counts everybody who answered, and the group that everybody is in."""

TallyKey = tuple[str, str, str, str]
"""Question, row, group, value."""

Merge = Callable[[Sequence[Groups]], Sequence[Sequence[str]]]
"""Of all who answered a question: for each, the published groups that they are counted in."""

OF = "="
"""Between an attribute and a code, of which a group consists: ``carrier=awo``. An attribute alone
is the group of all its codes that have none of their own; there is one at most for each row."""


def group_code(attribute: str, names: Names) -> str:
    """What those with these codes are counted by."""
    return f"{attribute}{OF}{names[0]}" if len(names) == 1 else attribute


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
