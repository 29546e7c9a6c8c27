"""Legal holds, as a service keeps them of the office."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import delete, insert

from shared.messaging.database import Database
from shared.messaging.tables import holds
from tests.house import BERGKAMEN


@asynccontextmanager
async def held(database: Database, *ids: UUID, tenant: str = BERGKAMEN) -> AsyncGenerator[None]:
    """Inside, a hold keeps these people, or the whole municipality."""
    row = {"hold_id": uuid4(), "tenant": tenant, "ids": [str(each) for each in ids]}
    async with database.transaction() as uow:
        await uow.session.execute(insert(holds), {**row, "version": 1, "last_day": date.max})
    yield
    async with database.transaction() as uow:
        await uow.session.execute(delete(holds).where(holds.c.hold_id == row["hold_id"]))
