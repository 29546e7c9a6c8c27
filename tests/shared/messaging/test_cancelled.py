"""Whoever is cancelled in a transaction, at whatever moment, is cancelled, or had finished."""

import asyncio
from collections import Counter
from uuid import uuid4

import pytest
from sqlalchemy import insert

from shared.messaging.tables import inbox
from tests.shared.messaging.conftest import CountingDatabase

MOMENTS = 400
APART = 0.00003
"""Seconds; together well beyond what a transaction takes."""


async def claim(database: CountingDatabase) -> None:
    async with database.transaction() as uow:
        row = {"handler": "cancelled", "message_id": uuid4(), "handled_at": uow.now}
        await uow.session.execute(insert(inbox).values(row))


@pytest.mark.parametrize("times", [1, 2])
async def test_a_cancellation_is_never_swallowed(database: CountingDatabase, times: int) -> None:
    """Whoever keeps a loop going after any error would never end."""
    ends: Counter[str] = Counter()
    for moment in range(MOMENTS):
        task = asyncio.create_task(claim(database))
        await asyncio.sleep(moment * APART)
        for _ in range(times):
            task.cancel()
            await asyncio.sleep(0)
        await asyncio.wait({task})
        ends["cancelled" if task.cancelled() else type(task.exception()).__name__] += 1
    assert ends.keys() <= {"cancelled", "NoneType"}, ends
    assert ends["cancelled"], ends
