"""``make quick`` runs what a change concerns."""

import pytest

from tests.near import ALWAYS, EVERYTHING, near


def test_a_change_of_one_service_runs_its_tests_and_the_rules_of_the_house() -> None:
    changed = ["services/trainings/seats/rules.py", "tests/trainings/test_seats.py", "docs/a.md"]
    assert near(changed) == (*ALWAYS, "tests/trainings")


@pytest.mark.parametrize(
    "path", ["shared/clock.py", "deploy/demo.py", "tests/house.py", "pyproject.toml"]
)
def test_what_all_services_stand_on_runs_everything(path: str) -> None:
    assert near(["services/trainings/seats/rules.py", path]) == EVERYTHING


@pytest.mark.parametrize("changed", [[], ["README.md", "docs/architecture.md"]])
def test_where_no_code_is_changed_everything_runs(changed: list[str]) -> None:
    assert near(changed) == EVERYTHING
