"""What messaging's own migrations make of a database that has rows."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from deploy.histories import MESSAGING
from deploy.local.postgres import PostgresServer
from shared.database.migrate import migrate


@pytest.mark.real
async def test_the_function_that_claims_is_the_one_declared(postgres: PostgresServer) -> None:
    found = []
    for name, make in (("migrated", _migrated), ("declared", _declared)):
        postgres.create(name)
        engine = create_async_engine(postgres.owner_url(name))
        await make(engine)
        async with engine.connect() as connection:
            query = text("SELECT pg_get_functiondef('claim_all'::regproc)")
            found.append((await connection.execute(query)).scalar_one())
        await engine.dispose()
    assert found[0] == found[1]


async def _migrated(engine: AsyncEngine) -> None:
    await migrate(engine.url.render_as_string(hide_password=False), [MESSAGING])


async def _declared(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(MESSAGING.tables.create_all)


CAUSES = {
    "the body has a wrong shape at: a, b": ("shape", "a, b"),
    "behind a parked message": ("waiting", ""),
    "header ce_id is missing": ("header", "header ce_id is missing"),
    "LookupError": ("handler-fault", "LookupError"),
}


async def test_causes_of_parked_messages_become_codes(url: str) -> None:
    await migrate(url, [replace(MESSAGING, until="20261122_outbox_inbox_parked")])
    engine = create_async_engine(url)
    insert = text(
        'INSERT INTO parked (topic, partition, "offset", order_key, headers, handlers, state,'
        " cause, stack, attempts, parked_at)"
        " VALUES ('t', 0, :number, 'k', '[]', '[]', 'failed', :cause, '', 0, CURRENT_TIMESTAMP)"
    )
    async with engine.begin() as connection:
        for number, cause in enumerate(CAUSES):
            await connection.execute(insert, {"number": number, "cause": cause})
    await migrate(url, [MESSAGING])
    async with engine.connect() as connection:
        rows = await connection.execute(text("SELECT cause, detail FROM parked ORDER BY position"))
        assert [tuple(row) for row in rows] == list(CAUSES.values())
    await engine.dispose()
