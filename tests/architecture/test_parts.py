"""What runs alone or is left out of ``make quick`` is named; a name must lead somewhere."""

from pathlib import Path

import pytest

from tests.parts import ALONE, THOROUGH

CHECKOUT = Path(__file__).parents[2]


@pytest.mark.parametrize("place", [*ALONE, *THOROUGH])
def test_what_is_named_is_there(place: str) -> None:
    file, _, test = place.partition("::")
    assert (CHECKOUT / file).exists()
    assert not test or f"def {test}(" in (CHECKOUT / file).read_text()


def test_nothing_alone_is_named_twice() -> None:
    inside = [(a, b) for a in ALONE for b in ALONE if a != b and b.startswith(f"{a}/")]
    assert (len(set(ALONE)), inside) == (len(ALONE), [])
