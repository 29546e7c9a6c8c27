"""Whoever changes, adds or takes away an entry of the audit behind its back is found out."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Executable, delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.histories import histories
from deploy.services import load
from shared.clock import SystemClock
from shared.database.migrate import migrate
from shared.messaging.database import Database
from shared.messaging.tables import audit, audit_checks, audit_seals
from shared.messaging.trail import checking, expiry, sealing
from tests.holding import held

TOWN, OTHER = "05978004", "05978020"
KEY = b"k" * 32


@dataclass
class Trail:
    """The audit of one service, and a way behind its back."""

    database: Database
    owner: str

    async def done(self, *tenants: str, ago: timedelta = timedelta(hours=2), **who: str) -> None:
        async with self.database.transaction() as uow:
            for each in tenants:
                row = dict.fromkeys(("actor", "role", "action", "object_kind", "object_id"), "x")
                uow.keep({**row, **who, "tenant": each, "at": uow.now - ago})

    async def night(self) -> None:
        """What the jobs do, as often as they say."""
        for job in (partial(sealing.seal_settled, each=2), checking.check, expiry.expire):
            more: int | bool = True
            while more:
                async with self.database.transaction() as uow:
                    more = await job(uow)

    async def tomorrow(self) -> None:
        """As if the last check had been yesterday."""
        async with self.database.transaction() as uow:
            yesterday = uow.now - timedelta(days=1)
            await uow.session.execute(update(audit_checks).values(checked_at=yesterday))

    async def behind(self, statement: Executable) -> None:
        """As the owner of the database, who can do anything."""
        engine = create_async_engine(self.owner)
        async with engine.begin() as connection:
            if engine.dialect.name == "sqlite":
                for each in ("audit", "audit_seals"):
                    await connection.execute(text(f"DROP TRIGGER IF EXISTS {each}_no_update"))
                    await connection.execute(text(f"DROP TRIGGER IF EXISTS {each}_no_delete"))
            await connection.execute(statement)
        await engine.dispose()

    async def faults(self) -> dict[str, tuple[str, int]]:
        query = select(audit_checks).where(audit_checks.c.broken_at.is_not(None))
        async with self.database.reading() as session:
            rows = (await session.execute(query)).all()
        return {row.tenant: (row.fault, row.fault_number) for row in rows}

    async def count(self, table: Any) -> int:
        async with self.database.reading() as session:
            return (await session.execute(select(func.count()).select_from(table))).scalar_one()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)])
async def trail(request: pytest.FixtureRequest, tmp_path: Any) -> AsyncGenerator[Trail]:
    url = owner = f"sqlite+aiosqlite:///{tmp_path}/trail.db"
    if request.param == "postgres":
        server = request.getfixturevalue("postgres")
        name = f"trail_{tmp_path.name[-8:]}".replace("-", "_")
        server.create(name)
        url, owner = server.url(name), server.owner_url(name)
    await migrate(owner, histories(load("dashboard")))
    database = Database(url, "dashboard", SystemClock(), KEY)
    yield Trail(database, owner)
    await database.close()


async def test_what_nobody_touched_holds(trail: Trail) -> None:
    await trail.done(TOWN, OTHER, TOWN, TOWN)
    await trail.done(TOWN, ago=timedelta(minutes=1))
    await trail.night()
    await trail.done(TOWN, OTHER)
    await trail.tomorrow()
    await trail.night()
    assert await trail.faults() == {}
    assert await trail.count(audit_seals) == 3, "what is young waits, and all that is behind it"


CHANGED = update(audit).where(audit.c.position == 1).values(actor="somebody else")
REMOVED = delete(audit).where(audit.c.position == 4)
SLIPPED_IN = insert(audit).values(
    position=0,
    at=datetime.fromisoformat("2026-01-01T00:00:00+00:00"),
    tenant=TOWN,
    **dict.fromkeys(("actor", "role", "action", "object_kind", "object_id"), "y"),
)
UNLINKED = delete(audit_seals).where(audit_seals.c.number == 1, audit_seals.c.tenant == TOWN)
FORGED = update(audit_seals).where(audit_seals.c.number == 2).values(entries=9)
MOVED = update(audit).where(audit.c.position == 2).values(tenant=TOWN)


@pytest.mark.parametrize(
    ("deed", "fault", "number"),
    [
        (CHANGED, "entries", 1),
        (REMOVED, "entries", 2),
        (UNLINKED, "beginning", 2),
        (FORGED, "seal", 2),
        (SLIPPED_IN, "entries", 1),
    ],
)
async def test_a_deed_behind_its_back_is_found(
    trail: Trail, deed: Executable, fault: str, number: int
) -> None:
    await trail.done(TOWN, OTHER, TOWN, TOWN)
    await trail.night()
    await trail.behind(deed)
    await trail.tomorrow()
    await trail.night()
    assert await trail.faults() == {TOWN: (fault, number)}


async def test_whoever_cuts_off_the_beginning_cannot_say_that_it_was_old(trail: Trail) -> None:
    await trail.done(*[TOWN] * 6)
    await trail.night()
    long_ago = datetime.fromisoformat("2020-01-01T00:00:00+00:00")
    await trail.behind(delete(audit_seals).where(audit_seals.c.number < 3))
    await trail.behind(delete(audit).where(audit.c.position < 5))
    await trail.behind(update(audit_seals).values(newest=long_ago))
    await trail.tomorrow()
    await trail.night()
    assert await trail.faults() == {TOWN: ("beginning", 3)}


async def test_times_to_come_stop_neither_seals_nor_checks(trail: Trail) -> None:
    await trail.done(TOWN, ago=-timedelta(days=9000))
    await trail.done(TOWN)
    await trail.night()
    assert await trail.count(audit_seals) == 1
    in_years = datetime.fromisoformat("2099-01-01T00:00:00+00:00")
    await trail.behind(update(audit_checks).values(checked_at=in_years))
    await trail.behind(CHANGED)
    await trail.night()
    assert await trail.faults() == {TOWN: ("entries", 1)}


async def test_an_entry_where_all_was_sealed_is_found(trail: Trail) -> None:
    await trail.done(TOWN, OTHER, OTHER)
    await trail.night()
    await trail.behind(MOVED)
    await trail.tomorrow()
    await trail.night()
    assert await trail.faults() == {TOWN: ("unsealed", 1), OTHER: ("entries", 1)}


async def test_what_is_a_year_old_goes_and_the_rest_still_holds(trail: Trail) -> None:
    await trail.done(TOWN, TOWN, TOWN, TOWN, OTHER, ago=timedelta(days=380))
    await trail.night()
    await trail.done(TOWN, TOWN, TOWN)
    await trail.night()
    await trail.night()
    await trail.tomorrow()
    await trail.night()
    assert await trail.count(audit) == 3
    assert await trail.faults() == {}
    assert await trail.count(audit_seals) == 4, "one anchor each, and two seals of what is there"


async def test_of_what_is_a_year_old_entries_about_the_held_stay_with_their_seals(
    trail: Trail,
) -> None:
    """And those of what the held did; a list, which is about nobody, is not theirs."""
    old, me, another = timedelta(days=380), uuid4(), uuid4()
    await trail.done(TOWN, TOWN, ago=old)
    for who in ({"actor": str(me)}, {"object_id": str(me)}, {"object_id": ""}):
        await trail.done(TOWN, OTHER, ago=old, **who)
    async with trail.database.transaction() as uow:
        await sealing.seal_settled(uow, each=2)
    await trail.done(TOWN, TOWN, OTHER)
    async with held(trail.database, me, another, tenant=TOWN):
        await trail.night()
        await trail.tomorrow()
        await trail.night()
        assert (await trail.count(audit), await trail.faults()) == (5, {})
    await trail.tomorrow()
    await trail.night()
    assert (await trail.count(audit), await trail.faults()) == (3, {})


async def test_a_service_ends_nothing_that_is_younger(trail: Trail) -> None:
    await trail.done(TOWN, TOWN, ago=timedelta(days=300))
    await trail.night()
    with pytest.raises(DBAPIError, match=r"append-only|permission denied"):
        async with trail.database.transaction() as uow:
            await uow.session.execute(delete(audit))
    with pytest.raises(DBAPIError, match=r"append-only|permission denied"):
        async with trail.database.transaction() as uow:
            await uow.session.execute(update(audit_seals).values(entries=0))
    if trail.database.engine.sqlite:
        return
    async with trail.database.transaction() as uow:
        ask = text("SELECT expire_audit(now() + interval '10 years', 100)")
        assert (await uow.session.execute(ask)).scalar_one() == 0
