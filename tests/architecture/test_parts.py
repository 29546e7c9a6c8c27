"""What runs alone or is left out of ``make quick`` is named; a name must lead somewhere."""

from itertools import combinations
from pathlib import Path

import pytest

from tests.parts import ALONE, THOROUGH

CHECKOUT = Path(__file__).parents[2]


@pytest.mark.parametrize("place", [*ALONE, *THOROUGH])
def test_what_is_named_is_there(place: str) -> None:
    file, _, test = place.partition("::")
    assert (CHECKOUT / file).exists()
    assert not test or f"def {test}(" in (CHECKOUT / file).read_text()


def test_a_file_is_named_before_its_folder() -> None:
    assert [pair for pair in combinations(ALONE, 2) if pair[1].startswith(f"{pair[0]}/")] == []
