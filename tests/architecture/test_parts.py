"""What runs alone or is left out of ``make quick`` is named; a name must lead somewhere."""

from itertools import combinations
from pathlib import Path

import pytest

from tests import dear
from tests.dear import dearest
from tests.parts import ALONE, THOROUGH

CHECKOUT = Path(__file__).parents[2]


@pytest.mark.parametrize("place", [*ALONE, *THOROUGH, *dear.read()])
def test_what_is_named_is_there(place: str) -> None:
    file, _, test = place.partition("::")
    assert (CHECKOUT / file).exists()
    assert not test or f"def {test}(" in (CHECKOUT / file).read_text()


def test_a_file_is_named_before_its_folder() -> None:
    assert [pair for pair in combinations(ALONE, 2) if pair[1].startswith(f"{pair[0]}/")] == []


def test_the_dearest_files_are_left_out_until_the_others_take_no_longer_than_they_may() -> None:
    log = [
        "bringing up nodes...",
        "4.00s call     tests/shared/test_dear.py::test_one[a b]",
        "1.00s setup    tests/shared/test_dear.py::test_two",
        "3.00s call     tests/shared/test_middling.py::test_one",
        "2.00s teardown tests/shared/test_cheap.py::test_one",
        "9.00s call     tests/architecture/test_rules.py::test_one",
    ]
    assert dearest(log, 15.0) == {"tests/shared/test_dear.py": 5.0}
    assert dearest(log, 19.0) == {}
