"""The directory with the Bergkamen sample, and a carrier's system that speaks to it."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from httpx2 import Response
from pydantic import SecretStr
from sqlalchemy import func, select, text

from deploy.migrate import migrate_service
from deploy.sample import CLIENT_ID, CLIENT_SECRET, load_sample
from deploy.services import load
from services.directory.access.use_cases import register
from services.directory.access.values import Client
from services.directory.departures import use_cases as departing
from services.directory.duplicates.models import duplicates, match_keys
from services.directory.hires.rules import Intake
from services.directory.hires.schemas import NewHire
from services.directory.models import metadata
from services.directory.organizations.models import organizations
from services.directory.quotas.values import claim_of
from services.directory.refusals.models import refusals
from services.directory.schemas import NewChange, NewDeparture, TimelineReceipt
from shared.clock import local_date
from shared.messaging.bus.local import LocalBus
from shared.messaging.tables import jobs, outbox
from shared.messaging.unit_of_work import UnitOfWork
from shared.settings import Settings
from shared.web.idempotency import Exactly, Request, fingerprint
from shared.web.tokens import ApiClient
from tests.house import BERGKAMEN, PLENTY, URL, House, _open, look
from tests.prepared import with_sample
from tests.rewinding import Houses, bus_file

HIRE: dict[str, Any] = {
    "external_id": "P-4711",
    "person": {"given_name": "Mara", "family_name": "Özgür", "email": "mara@example.org"},
    "start_date": "2027-02-01",
    "placements": [{"school_number": "100001", "weekly_hours": 19.5}],
    "funding": "land",
    "fixed_term_until": None,
}
OTHER_CARRIER = "Ev. Kirchenkreis Unna"

DIGESTING = b"the key of tests that digest without HTTP"

GENEROUS = Settings(_env_file=None, **PLENTY)

_keys = count(1)


def hire(**changes: Any) -> dict[str, Any]:
    """A body that is accepted, with some fields changed; ``person__email`` reaches inside."""
    body = deepcopy(HIRE)
    for path, value in changes.items():
        part: Any = body
        *steps, name = path.split("__")
        for step in steps:
            part = part[int(step) if step.isdigit() else step]
        part[name] = value
    return body


def intake_of(client: ApiClient, body: NewHire, key: str) -> Intake:
    """A posted hire, for whoever takes it in without HTTP; no quota is met."""
    request = Request(client.caller, key, fingerprint(DIGESTING, "hire", body))
    claim = claim_of(DIGESTING, GENEROUS, client.client_id, body.person.email)
    return Intake(client, body, request, claim)


async def posted(
    uow: UnitOfWork, client: ApiClient, body: NewChange | NewDeparture, key: str
) -> str:
    """The receipt of a posted change or departure, without HTTP; raises ``Problem``."""
    work: Callable[[], Awaitable[TimelineReceipt]]
    if isinstance(body, NewChange):
        work = partial(departing.change, uow, client, body)
    else:
        work = partial(departing.depart, uow, client, body)
    exactly = Exactly(uow, DIGESTING, type(body).__name__, client.caller, key)
    return bytes((await exactly.once(body, work)).body).decode()


def fresh_key() -> str:
    return f"key-{next(_keys)}"


@dataclass
class Carrier:
    """A carrier's program with an access token."""

    house: House
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def post(self, path: str, body: Any, key: str | None = None) -> Response:
        headers = self.headers | {"Idempotency-Key": key or fresh_key()}
        return await self.house.http.post(f"/directory/api/v1{path}", json=body, headers=headers)

    async def hire(self, key: str | None = None, **changes: Any) -> Response:
        return await self.post("/hires", hire(**changes), key)

    async def file(self, content: bytes, kind: str = "text/csv") -> Response:
        headers = self.headers | {"Content-Type": kind}
        return await self.house.http.post(
            "/directory/api/v1/hires/bulk", content=content, headers=headers
        )

    async def array(self, *hires: Any) -> dict[str, Any]:
        """What a JSON array of hires is answered."""
        answer = await self.file(json.dumps(hires).encode(), "application/json")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def get(self, path: str) -> Response:
        return await self.house.http.get(path, headers=self.headers)


@dataclass
class Desk:
    """The directory, the sample's carrier, and what is stored."""

    house: House
    carrier: Carrier

    @property
    def today(self) -> date:
        return local_date(self.house.clock.now())

    async def forward(self, days: int) -> None:
        """Some days later, when the jobs have run; the carrier signs in again."""
        self.house.clock.forward(timedelta(days=days))
        due = select(jobs.c.name).where(jobs.c.due_at <= self.house.clock.now())
        async with asyncio.timeout(20):
            while await self.house.rows("directory", due):
                await asyncio.sleep(0.005)
        self.carrier = await self.sign_in(CLIENT_ID, CLIENT_SECRET)

    async def sign_in(self, client_id: str, secret: str) -> Carrier:
        form = {
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": secret,
        }
        answer = await self.house.http.post("/directory/oauth/token", data=form)
        return Carrier(self.house, answer.json()["access_token"])

    async def other_carrier(self, name: str = OTHER_CARRIER) -> Carrier:
        """Another carrier of the same municipality."""
        async with self.house.context("directory").database.transaction() as uow:
            query = select(organizations.c.id).where(organizations.c.name == name)
            carrier_id = (await uow.session.execute(query)).scalar_one()
            await register(uow, Client("other", BERGKAMEN, carrier_id), "other-secret")
        return await self.sign_in("other", "other-secret")

    async def stored(self) -> dict[str, int]:
        """How many rows every table has, and how many messages were announced.

        That something was refused is counted, whatever it was. Who may be the same person is
        looked up by a clock of its own.
        """
        await self.house.quiet()
        by_clock = (refusals, match_keys, duplicates)
        tables = [each for each in (*metadata.sorted_tables, outbox) if each not in by_clock]
        count = select(
            *(select(func.count()).select_from(each).scalar_subquery() for each in tables)
        )
        [row] = await self.house.rows("directory", count)
        assert isinstance(self.house.bus, LocalBus)
        [(announced,)] = look(bus_file(self.house), "SELECT count(*) FROM log")
        return dict(zip((each.name for each in tables), row, strict=True)) | {
            "announced": announced
        }

    @asynccontextmanager
    async def storing_nothing(self) -> AsyncGenerator[None]:
        """Whatever happens inside: not a row is stored, and nothing is announced."""
        before = await self.stored()
        yield
        assert await self.stored() == before

    async def announced(self, kind: str) -> list[dict[str, Any]]:
        """The bodies of one type on the bus, in order."""
        await self.house.quiet()
        assert isinstance(self.house.bus, LocalBus)
        query = text(
            "SELECT value FROM log WHERE headers LIKE :kind AND value IS NOT NULL ORDER BY position"
        )
        async with self.house.bus._engine.reading() as session:
            rows = await session.execute(query, {"kind": f'%"{kind}"%'})
            return [json.loads(value) for (value,) in rows]


@asynccontextmanager
async def open_desk(folder: Path, database_url: str = "", **given: Any) -> AsyncGenerator[Desk]:
    """Embedded, or with its database on a PostgreSQL server; with settings."""
    given = PLENTY | {"public_url": URL} | given
    settings = Settings(data=folder, _env_file=None, **given)
    if database_url:
        settings = Settings(
            data=folder,
            database_url=database_url,
            secret=SecretStr("x" * 40),
            mail_from="Knotenpunkt <post@bergkamen.example>",
            load_sample=True,
            _env_file=None,
            **given,
        )
        await migrate_service(load("directory"), settings)
    bus = LocalBus(folder / "bus.db")
    async with _open(["directory"], settings, bus, with_sample) as house:
        if database_url:
            context = house.context("directory")
            await load_sample(context.settings, context.database)
        desk = Desk(house, Carrier(house, ""))
        desk.carrier = await desk.sign_in(CLIENT_ID, CLIENT_SECRET)
        yield desk


@pytest.fixture
async def desk(houses: Houses) -> Desk:
    """As new, whatever the tests before did with it."""
    return replace(await houses.as_new("desk", open_desk))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Desk]:
    """One desk for a module of tests that store nothing."""
    async with open_desk(tmp_path_factory.mktemp("directory")) as desk:
        yield desk
