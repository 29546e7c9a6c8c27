"""All services on PostgreSQL with 20,000 gatherings, people who are signed in, the usual way."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import asyncpg
from httpx2 import AsyncClient
from sqlalchemy import select

from deploy.local.process import ServiceProcess
from deploy.local.program import free_port
from deploy.seed import fill, towns
from deploy.seed.__main__ import _as_read
from deploy.seed.size import Size, state
from deploy.seed.town import key_of
from services.notifications.recipients.models import people
from services.trainings.calendar import use_cases as calendars
from services.trainings.gatherings import use_cases as gatherings
from services.trainings.gatherings.forms import DateForm, GatheringForm
from services.trainings.models import registrations
from shared.clock import SystemClock, local_date
from shared.contracts.accounts import AccessRole, Grant, SignInMethod
from shared.contracts.gatherings import GatheringKind, Place
from shared.database.writes import Row, Write, write_all
from shared.ids import new_id
from shared.mail import Tls
from shared.messaging.database import Database
from shared.messaging.event import Cause
from shared.settings import Settings
from shared.web.sessions import cookies
from shared.web.sessions.models import access, sessions
from shared.web.sessions.person import Me
from tests.benchmarks.posting import START_SECONDS, answers
from tests.benchmarks.processes import BenchmarkProcess
from tests.benchmarks.registering import Guest
from tests.benchmarks.site import Site
from tests.servers.postfix import NOWHERE
from tests.signing_in import coordinator_of

TOWN, GUESTS = key_of(0), 6000
LARGE = 5000
CITY = Size(workers=150, contacts=400)
"""The first municipality, in which there are 300 to come to the symposium."""


@dataclass(frozen=True)
class FullHall:
    """Ports of ours and of the usual way, and who comes."""

    database: Database
    port: int
    usual_port: int
    office: Guest
    guests: Iterator[Guest]

    async def convene(self, number: int, capacity: int) -> list[UUID]:
        """Open gatherings with so many seats each, as the office makes them."""
        cause = Cause(TOWN, new_id())
        me = Me(TOWN, AccessRole.COORDINATOR, self.office.id, None, cause, new_id())
        day = local_date(SystemClock().now()) + timedelta(days=40)
        form = GatheringForm(kind=GatheringKind.TRAINING, title="Fachtag", capacity=capacity)
        date = DateForm(day=day, starts="9:00", ends="16:00")
        found = []
        for _ in range(number):
            async with self.database.transaction() as uow:
                row = await gatherings.add(uow, me, form)
                await gatherings.add_date(uow, me, row.id, date)
                await gatherings.open_registration(uow, me, row.id)
                found.append(row.id)
        return found

    async def places(self, gathering: UUID) -> list[Place]:
        """In the order in which people came."""
        mine = (registrations.c.tenant == TOWN, registrations.c.gathering_id == gathering)
        query = select(registrations.c.place).where(*mine)
        async with self.database.reading() as session:
            found = await session.execute(query.order_by(registrations.c.waiting_since))
        return [each.place for each in found]

    async def feed(self, guest: Guest) -> str:
        """The address of somebody's calendar."""
        cause = Cause(TOWN, new_id())
        me = Me(TOWN, AccessRole.WORKER, guest.id, None, cause, new_id())
        async with self.database.transaction() as uow:
            return f"/trainings/kalender/{await calendars.renew_feed(uow, me)}.ics"


@asynccontextmanager
async def open_hall(site: Site, smtp: str) -> AsyncGenerator[FullHall]:
    """Everybody's mails go to this server."""
    made = await site.installation()
    given = {"smtp_url": smtp, "smtp_tls": Tls.NONE}
    settings = {name: each.model_copy(update=given) for name, each in made.settings.items()}
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        found = {name: Database(each.database_url, name, clock) for name, each in settings.items()}
        for each in found.values():
            stack.push_async_callback(each.close)
        for municipality in towns([CITY, *state()[1:]], clock.now()):
            await fill({"trainings": found["trainings"]}, municipality)
        office, *guests = await _invite(found, settings["trainings"])
        for name in ("trainings", "notifications"):
            async with found[name].transaction() as uow:
                await write_all(uow.session, [_as_read(name)])
        dsn = site.owner_dsn(made, "trainings")
        owner = await asyncpg.connect(dsn)
        await owner.execute("VACUUM ANALYZE")
        await owner.close()
        ports = [await _serve(stack, site, name, each) for name, each in settings.items()]
        usual = await _serve_usual(stack, settings["trainings"], dsn, smtp)
        port = dict(zip(settings, ports, strict=True))["trainings"]
        yield FullHall(found["trainings"], port, usual, office, iter(guests))


async def _invite(found: dict[str, Database], settings: Settings) -> list[Guest]:
    """The office and many workers, whom trainings and notifications know."""
    grants = [coordinator_of(TOWN), *[Grant(role=AccessRole.WORKER, municipality=TOWN)] * GUESTS]
    now, base = SystemClock().now(), settings.base_url
    guests, seen, known, called = list[Guest](), list[Row](), list[Row](), list[Row]()
    names = [cookies.cookie_name(base, each) for each in (cookies.SESSION, cookies.AWAKE)]
    for grant in grants:
        secret, key = cookies.new_secret(), new_id()
        guests.append(Guest(key, f"{names[0]}={secret}; {names[1]}=1"))
        known.append({"person_id": key, "version": 1, "grants": [grant.model_dump(mode="json")]})
        seen.append(
            {
                "session_id": cookies.digest_of(secret),
                "version": 1,
                "person_id": key,
                "method": SignInMethod.SAMPLE.value,
                "started_at": now,
                "ends_at": now + timedelta(days=1),
            }
        )
        name = {"given_name": "Mara", "family_name": "Berg", "email": f"{key.hex}@{NOWHERE}"}
        called.append({"person_id": key, "tenant": TOWN, "version": 1, **name})
    async with found["trainings"].transaction() as uow:
        await write_all(uow.session, [Write(access, known), Write(sessions, seen)])
    async with found["notifications"].transaction() as uow:
        await write_all(uow.session, [Write(people, called), Write(access, known)])
    return guests


async def _serve(stack: AsyncExitStack, site: Site, name: str, settings: Settings) -> int:
    process: ServiceProcess = ServiceProcess(name, settings, free_port())
    if site.profiles:
        given = ("--profile", f"{site.profiles / f'gatherings-{name}.txt'}")
        module = "tests.benchmarks.service"
        process = BenchmarkProcess(name, settings, free_port(), module, given)
    await asyncio.to_thread(process.start)
    stack.push_async_callback(asyncio.to_thread, process.stop)
    async with asyncio.timeout(START_SECONDS):
        while not await answers(process.port, f"{name}/readiness"):
            await asyncio.sleep(0.1)
    return process.port


class _Usual(BenchmarkProcess):
    def __init__(self, settings: Settings, dsn: str, smtp: str) -> None:
        super().__init__("usual", settings, free_port(), "tests.benchmarks.usual.registering")
        self._given = ["--dsn", dsn.replace("://", "+asyncpg://"), "--smtp", smtp]

    def command(self) -> list[str]:
        return [sys.executable, "-m", self._module, "--port", str(self.port), *self._given]


async def _serve_usual(stack: AsyncExitStack, settings: Settings, dsn: str, smtp: str) -> int:
    process = _Usual(settings, dsn, smtp)
    await asyncio.to_thread(process.start)
    stack.push_async_callback(asyncio.to_thread, process.stop)
    async with asyncio.timeout(START_SECONDS):
        while not await answers(process.port, ""):
            await asyncio.sleep(0.1)
    return process.port


async def etag_of(port: int, path: str) -> str:
    """What a calendar program keeps."""
    async with AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        return str((await http.get(path, headers={"host": "knotenpunkt.test"})).headers["etag"])
