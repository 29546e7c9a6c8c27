"""The use cases of gatherings on a database of their own, at any time one likes."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Row, Table, delete, select

from services.trainings.gatherings import use_cases as gatherings
from services.trainings.gatherings.forms import DateForm, GatheringForm
from services.trainings.models import gathering_dates, registrations
from services.trainings.models import gatherings as gathering_rows
from services.trainings.seats.models import seat_changes
from shared.clock import local_date
from shared.contracts.accounts import AccessRole
from shared.contracts.gatherings import GatheringKind, RegistrationRecord
from shared.ids import new_id
from shared.messaging.database import Database
from shared.messaging.event import Cause
from shared.messaging.tables import outbox
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.person import Me
from tests.house import BERGKAMEN
from tests.prepared import tables_at

Answer = TypeVar("Answer")
BEGIN = datetime(2027, 1, 13, 9, tzinfo=UTC)
"""A Wednesday."""
DAY = timedelta(days=1)


class Watch:
    """Shows the time that one sets."""

    at = BEGIN

    def now(self) -> datetime:
        return self.at


def me(person_id: UUID | None = None, carrier_id: UUID | None = None) -> Me:
    """Somebody of a carrier, or a worker; without an id, of the office."""
    role = AccessRole.CARRIER if carrier_id else AccessRole.WORKER
    role = role if person_id else AccessRole.COORDINATOR
    cause = Cause(BERGKAMEN, new_id())
    return Me(BERGKAMEN, role, person_id or new_id(), carrier_id, cause, new_id())


class Hall:
    """One database, and the loop to use it in."""

    def __init__(self, url: str) -> None:
        self.loop = asyncio.new_event_loop()
        self.watch = Watch()
        self.database = Database(url, "trainings", self.watch)
        self.office = me()
        self.run(tables_at(url, "trainings"))

    def run(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        return self.loop.run_until_complete(work)

    def close(self) -> None:
        self.run(self.database.close())
        self.loop.close()

    async def act(self, deed: Callable[[UnitOfWork], Awaitable[Any]]) -> str:
        """The code of the reason why not; empty where it is done."""
        try:
            async with self.database.transaction() as uow:
                await deed(uow)
        except Problem as problem:
            return problem.code
        return ""

    async def execute(self, statement: Any) -> None:
        async with self.database.transaction() as uow:
            await uow.session.execute(statement)

    async def convene(self, *, days: int = 12, **given: Any) -> UUID:
        """An open gathering, which begins in so many days."""
        form = {"kind": GatheringKind.TRAINING, "title": "Kinderschutz", **given}
        async with self.database.transaction() as uow:
            row = await gatherings.add(uow, self.office, GatheringForm.model_validate(form))
            await gatherings.add_date(uow, self.office, row.id, self.date(days))
            await gatherings.open_registration(uow, self.office, row.id)
            return row.id

    def date(self, days: int, starts: str = "9:00", version: int = 0) -> DateForm:
        day = local_date(self.watch.at) + days * DAY
        return DateForm(day=day, starts=starts, ends="18:30", version=version)

    async def rows(self, table: Table, *where: Any) -> list[Row[Any]]:
        async with self.database.reading() as session:
            mine = select(table).where(table.c.tenant == BERGKAMEN, *where)
            return [*(await session.execute(mine)).all()]

    async def gathering(self, gathering_id: UUID) -> Row[Any]:
        return (await self.rows(gathering_rows, gathering_rows.c.id == gathering_id))[0]

    async def day_of(self, gathering_id: UUID) -> Row[Any]:
        return (await self.rows(gathering_dates, gathering_dates.c.gathering_id == gathering_id))[0]

    async def entries(self, gathering_id: UUID) -> list[Row[Any]]:
        """In the order in which they came."""
        found = await self.rows(registrations, registrations.c.gathering_id == gathering_id)
        return sorted(found, key=lambda each: (each.waiting_since, each.id))

    async def last_change(self, registration_id: UUID) -> Row[Any]:
        mine = seat_changes.c.registration_id == registration_id
        return max(await self.rows(seat_changes, mine), key=lambda each: (each.at, each.id))

    async def announced(self) -> list[tuple[str, bytes]]:
        """What has been announced since one last asked, in order."""
        query = delete(outbox).returning(outbox.c.position, outbox.c.type, outbox.c.data)
        async with self.database.transaction() as uow:
            rows = (await uow.session.execute(query)).all()
        return [(each.type, each.data) for each in sorted(rows, key=lambda each: each.position)]

    async def records(self) -> list[RegistrationRecord]:
        told = await self.announced()
        kind = RegistrationRecord
        return [kind.model_validate_json(data) for name, data in told if name == kind.type_name]


@contextmanager
def opened(url: str = "") -> Iterator[Hall]:
    """In memory where the system has a folder there: nothing is to survive."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        hall = Hall(url or f"sqlite+aiosqlite:///{folder}/trainings.db")
        yield hall
        hall.close()
