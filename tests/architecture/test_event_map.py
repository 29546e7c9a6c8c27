"""The README shows who does something about which message, as the code has it."""

from pathlib import Path

import pytest

from deploy.event_map import MARK, event_map
from deploy.services import NAMES, load
from shared.contracts.catalogue import bodies

README = Path(__file__).parents[2] / "README.md"
HOW = f"README.md needs the output of `python -m deploy.event_map` between two lines {MARK}"


def test_the_readme_shows_the_event_map_as_it_is() -> None:
    assert README.exists(), HOW
    parts = README.read_text().split(MARK)
    assert len(parts) == 3, HOW
    assert parts[1].strip() == event_map(), HOW


def test_the_map_has_every_message() -> None:
    shown = [line.partition(" -> ")[0] for line in event_map().splitlines()[1:-1]]
    assert shown == sorted(bodies())


@pytest.mark.parametrize("service", NAMES)
def test_no_two_handlers_of_a_service_bear_one_name(service: str) -> None:
    names = [subscription.name for subscription in load(service).handlers.subscriptions]
    assert sorted(names) == sorted(set(names)), "the inbox could not tell them apart"


@pytest.mark.parametrize("service", NAMES)
def test_no_two_jobs_of_a_service_bear_one_name(service: str) -> None:
    names = [job.name for job in load(service).jobs.all]
    assert sorted(names) == sorted(set(names)), "only one of them would ever run"
