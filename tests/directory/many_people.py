"""A directory with people of a whole state: most of them elsewhere, many in one large city."""

from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import SecretStr
from sqlalchemy import event, text

from deploy.migrate import migrate_service
from deploy.seed.town import GIVEN, key_of
from deploy.services import load
from services.directory.employments.models import employments
from services.directory.organizations.models import contacts, organizations
from services.directory.people.models import people
from services.directory.search import queries
from shared.clock import SystemClock, local_date
from shared.context import Context
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import Funding, OrganizationKind, Role, SchoolType
from shared.database.search import fold, spellings
from shared.database.writes import Row, Write, write_all
from shared.messaging.bus.local import LocalBus
from shared.messaging.event import Cause
from shared.runtime import build_context
from shared.settings import Settings
from shared.web.sessions.person import Me

CITY = key_of(0)
BEGUN = date(2024, 8, 1)
SYLLABLES = ("mül", "ler", "linden", "schmidt", "öz", "gür", "groß", "mann", "ber", "wal", "kow")
SEARCHES = ("Müller", "oezgur", "Mara Lindenmann", "grosber", "Walkowmannn", "schule 12", "x")
"""A spelling, another one, both names, a part, a typing error, a school, and far too much."""


@dataclass(frozen=True)
class ManyPeople:
    """The service's database."""

    context: Context

    async def search(self, words: str, role: AccessRole = AccessRole.HEAD) -> Any:
        """As somebody of the city looks for it."""
        me = Me(CITY, role, uuid4(), None, Cause(CITY, uuid4()), uuid4())
        async with self.context.database.reading() as session:
            return await queries.found(session, me, local_date(self.context.clock.now()), words)

    async def milliseconds(
        self, rounds: int, clock: Callable[[], float] = perf_counter
    ) -> list[float]:
        """How long searches take, one after the other."""
        taken = []
        for _ in range(rounds):
            for words in SEARCHES:
                began = clock()
                await self.search(words)
                taken.append((clock() - began) * 1000)
        return taken

    async def plans(self, words: str, role: AccessRole) -> list[str]:
        """How the database does each statement of one search."""
        engine = self.context.database.engine
        asked: list[tuple[str, Any]] = []

        def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
            asked.append((statement, parameters))

        event.listen(engine._read.sync_engine, "before_cursor_execute", note)
        await self.search(words, role)
        event.remove(engine._read.sync_engine, "before_cursor_execute", note)
        explain = "EXPLAIN QUERY PLAN " if engine.sqlite else "EXPLAIN (ANALYZE) "
        async with self.context.database.reading() as session:
            connection = await session.connection()
            found = []
            for statement, parameters in asked:
                if statement.lstrip().upper().startswith(("SELECT", "WITH")):
                    rows = await connection.exec_driver_sql(explain + statement, parameters)
                    found.append("\n".join(str(row[-1]) for row in rows))
            return found


def database_of(request: pytest.FixtureRequest) -> str:
    """A database of their own where the fixture asks for PostgreSQL; empty for SQLite."""
    if request.param != "postgres":
        return ""
    server, name = request.getfixturevalue("postgres"), f"many_{uuid4().hex[:8]}"
    server.create(name)
    url: str = server.owner_url(name)
    return url


@asynccontextmanager
async def many_people(
    folder: Path, database_url: str = "", *, city: int, towns: int, each: int
) -> AsyncGenerator[ManyPeople]:
    """``city`` people in one municipality and ``each`` in others."""
    settings = Settings(data=folder, _env_file=None)
    if database_url:
        settings = Settings(
            data=folder,
            public_url="http://test",
            database_url=database_url,
            secret=SecretStr("x" * 40),
            mail_from="Knotenpunkt <post@bergkamen.example>",
            _env_file=None,
        )
    await migrate_service(load("directory"), settings)
    context = build_context(load("directory"), settings, LocalBus(folder / "bus.db"), SystemClock())
    for number in range(towns + 1):
        async with context.database.transaction() as uow:
            await write_all(uow.session, list(_town(number, each if number else city)))
    if not context.database.engine.sqlite:
        async with context.database.transaction() as uow:
            await uow.session.execute(text("ANALYZE"))
    yield ManyPeople(context)
    await context.database.close()
    await context.bus.close()


def _town(number: int, count: int) -> Iterator[Write]:
    """One in ten leads a school, the others work."""
    dice, key = Random(number), key_of(number)
    persons = [_person(dice, key) for _ in range(count)]
    heads, workers = persons[: max(count // 10, 1)], persons[count // 10 :]
    schools = [_school(dice, key, number, place) for place in range(len(heads))]
    pairs = zip(schools, heads, strict=True)
    acting = [
        {"organization_id": s["id"], "role": Role.HEAD.value, "person_id": p["id"]}
        for s, p in pairs
    ]
    carrier = UUID(int=dice.getrandbits(128), version=4)
    yield Write(people, persons)
    yield Write(organizations, schools)
    yield Write(contacts, acting)
    yield Write(employments, [_employment(dice, key, carrier, each) for each in workers])


def _person(dice: Random, key: str) -> Row:
    given, family = dice.choice(GIVEN), "".join(dice.choices(SYLLABLES, k=2)).title()
    person_id = UUID(int=dice.getrandbits(128), version=4)
    return {
        "id": person_id,
        "tenant": key,
        "given_name": given,
        "family_name": family,
        "email": f"{person_id.hex[:8]}@example.org",
        "version": 1,
        "name_key": fold(family),
        "search_text": "\n".join(map(spellings, (given, family))),
    }


def _school(dice: Random, key: str, number: int, place: int) -> Row:
    name, known = f"{''.join(dice.choices(SYLLABLES, k=2)).title()}schule {place}", number * 600
    return {
        "id": UUID(int=dice.getrandbits(128), version=4),
        "tenant": key,
        "version": 1,
        "name": name,
        "name_key": fold(name),
        "search_text": spellings(name),
        "kind": OrganizationKind.SCHOOL,
        "school_number": f"{200000 + known + place}",
        "school_type": SchoolType.PRIMARY,
        "all_day_school": False,
    }


def _employment(dice: Random, key: str, carrier: UUID, person: Row) -> Row:
    return {
        "id": UUID(int=dice.getrandbits(128), version=4),
        "tenant": key,
        "worker_id": person["id"],
        "carrier_id": carrier,
        "external_id": person["id"].hex,
        "ordinal": 1,
        "digest": "",
        "correlation_id": UUID(int=dice.getrandbits(128), version=4),
        "start_date": BEGUN,
        "fixed_term_until": None,
        "funding": Funding.LAND.value,
        "recorded_at": datetime(2024, 8, 1, tzinfo=UTC),
        "last_day": None,
        "cancelled_at": None,
    }
