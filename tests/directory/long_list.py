"""A directory with 5,000 organizations, and pages of its list asked for without scripts."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import perf_counter

from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from pydantic import SecretStr
from sqlalchemy import text

from deploy.migrate import migrate_service
from deploy.services import load
from services.directory.organizations.models import Organization
from shared.clock import SystemClock
from shared.context import Context
from shared.contracts.directory import OrganizationKind, SchoolType
from shared.messaging.bus.local import LocalBus
from shared.runtime import build_app, build_context
from shared.settings import Settings
from tests.house import BERGKAMEN
from tests.signing_in import coordinator_of, sign_in

LIST = "/directory/organisationen"
ROWS = 5000
SEARCHES = (
    "",
    "?text=mueller",
    "?text=4999",
    "?kind=school&school_type=grammar",
    "?kind=partner&sortiert=-school_type",
    "?text=nirgends",
)


@dataclass(frozen=True)
class LongList:
    """The service, and its client."""

    context: Context
    client: AsyncClient

    async def milliseconds(
        self, rounds: int, clock: Callable[[], float] = perf_counter
    ) -> list[float]:
        """How long pages take, every search in turn and each followed by its second page."""
        taken = []
        for _ in range(rounds):
            for search in SEARCHES:
                path = f"{LIST}{search}"
                for _ in range(2):
                    began = clock()
                    answer = await self.client.get(path)
                    taken.append((clock() - began) * 1000)
                    assert answer.status_code == 200, answer.text
                    path = answer.text.partition('rel="next" href="')[2].partition('"')[0] or path
                    path = path.replace("&amp;", "&")
        return taken


@asynccontextmanager
async def long_list(folder: Path, database_url: str = "") -> AsyncGenerator[LongList]:
    """Embedded, or in an empty database of a PostgreSQL server."""
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
    await _fill(context)
    outer = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    outer.mount("/directory", build_app(load("directory"), context))
    transport = ASGITransport(app=outer)
    headers = {"accept": "text/html"}
    async with AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
        client.cookies.update(await sign_in([context], coordinator_of(BERGKAMEN)))
        yield LongList(context, client)
    await context.database.close()
    await context.bus.close()


async def _fill(context: Context) -> None:
    dice, kinds, types = Random(1), list(OrganizationKind), list(SchoolType)
    names: Sequence[str] = ("Müller", "Hansa", "Overberg", "Ahorn")
    async with context.database.transaction() as uow:
        uow.session.add_all(
            Organization(
                tenant=BERGKAMEN,
                name=f"{dice.choice(names)}schule {index}",
                kind=dice.choice(kinds),
                school_number=f"{100000 + index}",
                school_type=dice.choice(types),
            )
            for index in range(ROWS)
        )
    if not context.database.engine.sqlite:
        async with context.database.transaction() as uow:
            await uow.session.execute(text("ANALYZE organizations"))
