"""When figures that grow may be shown anew: two looks tell what lies between them."""

from collections.abc import Mapping

from shared.small_numbers.margins import Names
from shared.small_numbers.sizes import LEAST


def may_replace(before: Mapping[Names, int], after: Mapping[Names, int], k: int = LEAST) -> bool:
    """Whether a cumulated breakdown may follow the one that is shown.

    Its groups have to be the same, and each of them as it was, or larger by ``k`` or more.
    """
    same = before.keys() == after.keys()
    return same and all(_grown(after[each] - number, k) for each, number in before.items())


def _grown(more: int, k: int) -> bool:
    return more == 0 or more >= k
