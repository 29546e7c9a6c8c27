"""Trainings with gatherings of many municipalities, and its pages as somebody asks for them."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient, Response
from pydantic import SecretStr
from sqlalchemy import exists, select

from deploy.seed import fill, towns
from deploy.seed.__main__ import At
from deploy.seed.size import Size
from deploy.seed.town import Town, key_of, town
from deploy.services import load
from services.trainings.calendar import use_cases as calendars
from services.trainings.models import gatherings, registrations
from services.trainings.values import Audience
from shared.context import Context
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.directory import Role
from shared.contracts.gatherings import GatheringKind, GatheringState
from shared.ids import new_id
from shared.messaging.bus.local import LocalBus
from shared.messaging.event import Cause
from shared.runtime import build_app, build_context
from shared.settings import Settings
from shared.web.sessions.person import Me
from tests.asking import cookie
from tests.directory.state_pages import Place, _analyse
from tests.prepared import tables_at, tables_on
from tests.signing_in import coordinator_of, sign_in

HTML = {"accept": "text/html", "sec-fetch-site": "same-origin"}


@dataclass(frozen=True)
class State:
    """The service, and its first municipality."""

    context: Context
    client: AsyncClient
    town: Town
    cookies: dict[str, str]
    """Of the office and of a worker."""

    @property
    def worker_id(self) -> UUID:
        return self.town.workers[0][0].id

    async def ask(self, who: str, address: str) -> Response:
        headers = HTML | ({"cookie": self.cookies[who]} if who else {})
        answer = await self.client.get(address, headers=headers)
        assert answer.status_code == 200, (address, answer.status_code, answer.text)
        return answer

    async def symposium(self) -> UUID:
        """The one that nearly everybody wants."""
        large = (
            gatherings.c.tenant == self.town.key,
            gatherings.c.kind == GatheringKind.SYMPOSIUM.value,
        )
        async with self.context.database.reading() as session:
            found: UUID = (
                await session.execute(select(gatherings.c.id).where(*large))
            ).scalar_one()
        return found

    async def unvisited(self) -> UUID:
        """One to come, for which the worker has not registered."""
        theirs = (
            registrations.c.gathering_id == gatherings.c.id,
            registrations.c.person_id == self.worker_id,
        )
        open_now = (
            gatherings.c.tenant == self.town.key,
            gatherings.c.state == GatheringState.OPEN.value,
            gatherings.c.audience.in_([Audience.EVERYBODY.value, Audience.WORKERS.value]),
            gatherings.c.starts_at > self.context.clock.now(),
            ~exists().where(*theirs),
        )
        async with self.context.database.reading() as session:
            query = select(gatherings.c.id).where(*open_now).limit(1)
            found: UUID = (await session.execute(query)).scalar_one()
        return found

    async def register(self, gathering_id: UUID) -> Response:
        """As the worker, with the button of the page."""
        headers = HTML | {"cookie": self.cookies["worker"]}
        address = f"/trainings/angebote/{gathering_id}"
        answer = await self.client.post(address, data={"waits": "ja"}, headers=headers)
        assert answer.status_code == 303, answer.text
        return answer

    async def feed(self) -> str:
        """The address of the worker's calendar."""
        cause = Cause(self.town.key, new_id())
        me = Me(self.town.key, AccessRole.WORKER, self.worker_id, None, cause, new_id())
        async with self.context.database.transaction() as uow:
            secret = await calendars.renew_feed(uow, me)
        return f"/trainings/kalender/{secret}.ics"


@asynccontextmanager
async def open_state(
    folder: Path, now: datetime, sizes: Sequence[Size], on: Place | None = None
) -> AsyncGenerator[State]:
    """Embedded, or in a database of a server."""
    service, settings = load("trainings"), _settings(folder, len(sizes), on)
    if on is not None:
        await tables_on(*on, "trainings")
    else:
        await tables_at(settings.database("trainings"), "trainings")
    context = build_context(service, settings, LocalBus(folder / "bus.db"), At(now))
    for each in towns(sizes, now):
        await fill({"trainings": context.database}, each)
    if on is not None:
        await _analyse(*on)
    outer = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    outer.mount("/trainings", build_app(service, context))
    first = town(0, sizes[0], now)
    async with AsyncClient(transport=ASGITransport(app=outer), base_url="http://test") as client:
        yield State(context, client, first, await _enter(context, first))
    await context.database.close()
    await context.bus.close()


async def _enter(context: Context, first: Town) -> dict[str, str]:
    [office] = [person for _, role, person in first.acting if role is Role.COORDINATOR]
    worker = Grant(role=AccessRole.WORKER, municipality=first.key)
    acting = {
        "office": await sign_in([context], coordinator_of(first.key), person_id=office.id),
        "worker": await sign_in([context], worker, person_id=first.workers[0][0].id),
    }
    return {who: cookie(each) for who, each in acting.items()}


def _settings(folder: Path, number: int, on: Place | None) -> Settings:
    served = frozenset(key_of(each) for each in range(number))
    if on is None:
        return Settings(data=folder, municipalities=served, _env_file=None)
    return Settings(
        data=folder,
        municipalities=served,
        public_url="http://test",
        database_url=on[0].url(on[1]),
        secret=SecretStr("x" * 40),
        mail_from="Knotenpunkt <post@bergkamen.example>",
        _env_file=None,
    )
