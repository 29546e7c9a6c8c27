"""Explores what rules in any order lead to, on databases that are emptied for each example."""

import asyncio
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from sqlalchemy import delete, select

from shared.clock import MovableClock
from shared.messaging import tables
from shared.messaging.database import Database
from tests.shared.messaging import probe
from tests.shared.messaging.conftest import create

Answer = TypeVar("Answer")


class Ground:
    """Two databases that are emptied for each example, and the loop to use them in."""

    def __init__(self, folder: Path) -> None:
        self.loop = asyncio.new_event_loop()
        clock = MovableClock()
        self.announcing, self.handling = (
            Database(f"sqlite+aiosqlite:///{folder}/{name}.db", "probe", clock)
            for name in ("announcing", "handling")
        )
        for database in (self.announcing, self.handling):
            self.run(self._create(database))

    def run(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        return self.loop.run_until_complete(work)

    def empty(self) -> None:
        self.run(self._empty())

    def close(self) -> None:
        for database in (self.announcing, self.handling):
            self.run(database.close())
        self.loop.close()

    async def _create(self, database: Database) -> None:
        async with database.engine.writing() as session:
            await session.execute(select(1))
        async with database.engine._write.begin() as connection:
            for metadata in (tables.metadata, probe.metadata):
                await connection.run_sync(create, metadata)

    async def _empty(self) -> None:
        for database in (self.announcing, self.handling):
            async with database.engine.writing() as session:
                for metadata in (tables.metadata, probe.metadata):
                    for table in metadata.sorted_tables:
                        await session.execute(delete(table))


@contextmanager
def prepared() -> Iterator[Ground]:
    """In memory where the system has a folder there: nothing is to survive."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        ground = Ground(Path(folder))
        yield ground
        ground.close()


def explore(machine: type["Machine"], ground: Ground, examples: int = 40) -> None:
    """The same examples each time."""
    _explore(machine, ground, examples, list(Phase))


def caught(machine: type["Machine"], ground: Ground, **fault: type) -> bool:
    """Whether a machine with something wrong planted in it is found out."""
    wrong = type("Wrong", (machine,), fault)
    try:
        _explore(wrong, ground, 200, [Phase.generate])
    except AssertionError:
        return True
    return False


def _explore(
    machine: type["Machine"], ground: Ground, examples: int, phases: Sequence[Phase]
) -> None:
    machine.ground = ground
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            database=None,
            phases=phases,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


class Machine(RuleBasedStateMachine):
    ground: ClassVar[Ground]

    def __init__(self) -> None:
        super().__init__()
        self.ground.empty()

    def run(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        return self.ground.run(work)


async def rows_of(database: Database, table: Any) -> Sequence[Any]:
    async with database.reading() as session:
        return (await session.execute(select(table).order_by(table.c.position))).all()
