"""Databases on which a machine plays histories: in memory, and on the servers."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from deploy.local.postgres import PostgresServer
from shared.ids import new_id
from tests.journeys.employments import SERVICES, Ground


@pytest.fixture
def memory() -> Iterator[Ground]:
    folder = Path("/dev/shm")
    with TemporaryDirectory(dir=folder if folder.is_dir() else None) as place:
        ground = Ground({name: f"sqlite+aiosqlite:///{place}/{name}.db" for name in SERVICES})
        yield ground
        ground.close()


@pytest.fixture
def servers(postgres: PostgresServer) -> Iterator[Ground]:
    names = {name: f"{name}_{new_id().hex}" for name in SERVICES}
    for each in names.values():
        postgres.create(each)
    ground = Ground({name: postgres.owner_url(each) for name, each in names.items()})
    yield ground
    ground.close()


def explore(machine: type[RuleBasedStateMachine], examples: int) -> None:
    """Histories, the same in every run."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
