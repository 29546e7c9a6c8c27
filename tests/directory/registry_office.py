"""The directory's use cases on a database of their own, on any day one likes."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Table, delete, select

from deploy.sample import load_sample
from services.directory.access.models import clients
from services.directory.departures.models import departures
from services.directory.employments.models import employments
from services.directory.hires.schemas import NewHire
from services.directory.hires.use_cases import hire_all
from services.directory.placements import queries as placing
from services.directory.placements.models import placements
from services.directory.schemas import NewChange, NewDeparture, WorkerView
from shared.messaging.database import Database
from shared.messaging.tables import outbox
from shared.settings import Settings
from shared.web.problem import Problem
from shared.web.tokens import ApiClient
from tests.directory.conftest import intake_of, posted
from tests.prepared import tables_at

Answer = TypeVar("Answer")
Facts = dict[str, dict[Any, Any]]

FACTS: dict[str, tuple[Table, set[str]]] = {
    "employments": (employments, {"last_day", "cancelled_at"}),
    "departures": (departures, set()),
    "placements": (placements, {"superseded_at"}),
}
"""Tables of facts, and what may come to be known of a fact later."""


class Calendar:
    """Noon of a day that may be chosen."""

    day = date(2027, 1, 15)

    def now(self) -> datetime:
        return datetime.combine(self.day, time(12), UTC)


class Office:
    """One carrier's program; the loop to use it in."""

    def __init__(self, url: str, folder: Path) -> None:
        self.loop = asyncio.new_event_loop()
        self.calendar = Calendar()
        self.numbers = count(1)
        self.database = Database(url, "directory", self.calendar)
        self.client = self.run(self._open(url, folder))

    def run(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        return self.loop.run_until_complete(work)

    def close(self) -> None:
        self.run(self.database.close())
        self.loop.close()

    async def _open(self, url: str, folder: Path) -> ApiClient:
        await tables_at(url, "directory")
        await load_sample(Settings(data=folder, _env_file=None), self.database)
        async with self.database.reading() as session:
            row = (await session.execute(select(clients))).one()
        return ApiClient(row.client_id, row.tenant, row.carrier_id)

    async def hire(self, key: str, body: NewHire) -> str:
        """The receipt; raises ``Problem``."""
        async with self.database.bulk() as uow:
            [outcome] = await hire_all(uow, [intake_of(self.client, body, key)])
        if outcome.problem:
            raise outcome.problem
        assert outcome.answer is not None
        return outcome.answer.body

    async def change(self, key: str, body: NewChange) -> str:
        async with self.database.transaction() as uow:
            return await posted(uow, self.client, body, key)

    async def depart(self, key: str, body: NewDeparture) -> str:
        async with self.database.transaction() as uow:
            return await posted(uow, self.client, body, key)

    async def answer(self, key: str, body: NewHire | NewChange | NewDeparture) -> tuple[int, str]:
        """Status, and what a program is answered."""
        try:
            match body:
                case NewHire():
                    return 201, await self.hire(key, body)
                case NewChange():
                    return 201, await self.change(key, body)
                case NewDeparture():
                    return 201, await self.depart(key, body)
        except Problem as problem:
            return problem.status, problem.code

    async def worker(self, worker_id: UUID) -> WorkerView:
        async with self.database.reading() as session:
            view = await placing.view(session, self.client, worker_id)
        assert view is not None
        return view

    async def facts(self, external_id: str) -> Facts:
        """Every row about a number in the tables of facts, without what may still change."""
        mine = select(employments.c.id).where(employments.c.external_id == external_id)
        found: Facts = {}
        async with self.database.reading() as session:
            for name, (table, later) in FACTS.items():
                key = table.c.id if table is employments else table.c.employment_id
                kept = [column for column in table.c if column.name not in later]
                rows = await session.execute(select(*kept).where(key.in_(mine)))
                found[name] = {row.id: tuple(row) for row in rows}
        return found

    async def announced(self) -> list[str]:
        """The types of what has been announced since one last asked, in order."""
        query = delete(outbox).returning(outbox.c.position, outbox.c.type)
        async with self.database.transaction() as uow:
            rows = (await uow.session.execute(query)).all()
        return [row.type for row in sorted(rows)]


@contextmanager
def opened(url: str = "") -> Iterator[Office]:
    """In memory where the system has a folder there: nothing is to survive."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        office = Office(url or f"sqlite+aiosqlite:///{folder}/directory.db", Path(folder))
        yield office
        office.close()
