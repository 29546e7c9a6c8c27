"""All services in this process, served on a port as ``make run`` does, and who looks around."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from pydantic import SecretStr
from sqlalchemy import select, update

from deploy.local.postgres import PostgresServer
from deploy.local.program import free_port
from deploy.run import server, tune_garbage_collection
from deploy.seed import fill
from deploy.seed.making import Person
from deploy.seed.size import Size
from deploy.seed.town import Town as Seeded
from deploy.seed.town import key_of, town
from deploy.services import NAMES
from services.surveys.invitations.models import Invitation
from services.surveys.invitations.values import InvitationState
from shared.clock import local_date
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.directory import OrganizationKind, Role
from shared.contracts.surveys import SURVEY_PAGE
from shared.contracts.trainings import TASK_PAGE
from shared.messaging.bus.local import LocalBus
from shared.web.neighbours import Network
from shared.web.sessions.models import sessions
from tests.asking import cookie
from tests.benchmarks.pages import empty
from tests.house import URL, House, RealSettings, _open, embedded_house
from tests.prepared import tables_on
from tests.signing_in import OPERATOR, coordinator_of
from tests.towns import BERGKAMEN, found

TOWNS, WORKERS = 40, 125
"""So many in each."""
PATIENT = Network(read_seconds=30, write_seconds=30, brief_seconds=30)
"""On a busy machine a start page is to wait for every service, or it would be measured without.

On PostgreSQL the dashboard asks over HTTP, as it does where services have processes of their own.
"""


@dataclass(frozen=True)
class Visitor:
    """Somebody in a role, or nobody; ``starts`` are pages to which no other leads."""

    called: str
    cookie: str = ""
    role: AccessRole | None = None
    starts: Sequence[str] = ()

    @property
    def empty_page(self) -> str:
        return empty.INSIDE if self.role else empty.OUTSIDE


@dataclass(frozen=True)
class Stage:
    """A house on a port, and who visits it."""

    house: House
    port: int
    visitors: Sequence[Visitor]


@asynccontextmanager
async def open_stage(
    folder: Path,
    postgres: PostgresServer | None,
    *,
    seeded: bool,
    towns: int = TOWNS,
    workers: int = WORKERS,
) -> AsyncGenerator[Stage]:
    """On SQLite, or on this PostgreSQL; with the sample, or with a state full of people."""
    folder.mkdir(parents=True)
    served = frozenset({key_of(number) for number in range(towns)} if seeded else {BERGKAMEN})
    port = free_port()
    given = {"municipalities": served, "service_url": f"http://127.0.0.1:{port}"}
    async with _house(folder, postgres, given) as house:
        house.app.state.mounted["dashboard"].include_router(empty.pages)
        inside = house.app.state.mounted if postgres is None else {}
        house.app.state.mounted["dashboard"].state.network = replace(PATIENT, inside=inside)
        await house.quiet(60)
        of_state = _of_state(house, towns, workers) if seeded else None
        visitors = await (of_state or _of_sample(house))
        await house.quiet(60)
        if postgres is not None:
            await _settle(postgres, folder)
        tune_garbage_collection()
        alone = server(house.app, house.settings.model_copy(update={"port": port}))
        serving = asyncio.create_task(alone.serve())
        while not alone.started:
            await asyncio.sleep(0.01)
        yield Stage(house, port, visitors)
        alone.should_exit = True
        await serving


@asynccontextmanager
async def _house(
    folder: Path, postgres: PostgresServer | None, given: Mapping[str, Any]
) -> AsyncGenerator[House]:
    if postgres is None:
        async with embedded_house(folder, NAMES, **given) as house:
            yield house
        return
    settings = RealSettings(
        data=folder,
        public_url=URL,
        database_url="postgresql+asyncpg://",
        secret=SecretStr("x" * 40),
        mail_from="Knotenpunkt <post@bergkamen.example>",
        _env_file=None,
        **given,
    )
    for name in NAMES:
        database = _database(folder, name)
        await tables_on(postgres, database, name)
        settings._urls[name] = postgres.url(database)
    async with _open(NAMES, settings, LocalBus(folder / "bus.db")) as house:
        yield house


def _database(folder: Path, service: str) -> str:
    return f"pages_{folder.name.replace('-', '_')}_{service}"


async def _settle(postgres: PostgresServer, folder: Path) -> None:
    """What autovacuum would have done by and by."""
    for name in NAMES:
        url = postgres.owner_url(_database(folder, name)).replace("+asyncpg", "")
        owner = await asyncpg.connect(url)
        await owner.execute("VACUUM ANALYZE")
        await owner.close()


async def _of_sample(house: House) -> list[Visitor]:
    """Bergkamen with one hire."""
    town = await found(house, BERGKAMEN, "Nord")

    def grant(role: AccessRole, organization_id: UUID | None) -> Grant:
        return Grant(role=role, municipality=BERGKAMEN, organization_id=organization_id)

    acting = {
        OPERATOR: None,
        coordinator_of(BERGKAMEN): UUID(town.values["person_id"]),
        grant(AccessRole.WORKER, None): UUID(town.values["worker_id"]),
        grant(AccessRole.CARRIER, town.carrier_id): None,
        grant(AccessRole.HEAD, town.school_id): None,
        grant(AccessRole.CONTACT, town.school_id): None,
    }
    task = TASK_PAGE.path.replace("{token}", town.values["/trainings"])
    survey = SURVEY_PAGE.path.replace("{token}", town.values["/surveys"])
    return await _entered(house, acting, [task, survey])


async def _of_state(house: House, towns: int, workers: int) -> list[Visitor]:
    """The first municipality of many."""
    now = house.clock.now()
    databases = {name: house.context(name).database for name in NAMES}
    size = Size(workers)
    first, *others = (
        town(number, replace(size, first_school=number * size.schools), now)
        for number in range(towns)
    )
    for each in (first, *others):
        await fill(databases, each)
    return await _entered(house, _acting(first), await _links(house, first))


def _acting(first: Seeded) -> dict[Grant, UUID | None]:
    [office] = first.of_kind(OrganizationKind.MUNICIPALITY)
    school = first.of_kind(OrganizationKind.SCHOOL)[0]
    carrier = first.of_kind(OrganizationKind.CARRIER)[0]

    def grant(role: AccessRole, organization_id: UUID | None = None) -> Grant:
        return Grant(role=role, municipality=first.key, organization_id=organization_id)

    return {
        OPERATOR: office.contacts[Role.IT].id,
        coordinator_of(first.key): office.contacts[Role.COORDINATOR].id,
        grant(AccessRole.WORKER): _under_way(first).id,
        grant(AccessRole.CARRIER, carrier.id): carrier.contacts[Role.CARRIER].id,
        grant(AccessRole.HEAD, school.id): school.contacts[Role.HEAD].id,
        grant(AccessRole.CONTACT): office.contacts[Role.YOUTH_OFFICE].id,
    }


def _under_way(first: Seeded) -> Person:
    """The worker who began last and has begun."""
    today = local_date(first.now)
    return [
        person for person, each in first.workers if each.start <= today and each.closed_at is None
    ][-1]


async def _links(house: House, first: Seeded) -> list[str]:
    """A task that is open, and a survey that may be answered."""
    until = local_date(first.now) + timedelta(days=30)
    worker = next(each for _, each in first.workers if each.closed_at is None)
    task = next(each for each in worker.tasks if each.done_at is None)
    open_now = select(Invitation.id).where(
        Invitation.tenant == first.key, Invitation.state != InvitationState.CLOSED.value
    )
    invitation = (await house.rows("surveys", open_now))[0].id
    links = [house.link(TASK_PAGE, task.id, until), house.link(SURVEY_PAGE, invitation, until)]
    return [each.removeprefix(URL) for each in links]


async def _entered(
    house: House, acting: Mapping[Grant, UUID | None], links: Sequence[str]
) -> list[Visitor]:
    visitors = [Visitor("nobody"), Visitor("link", starts=links)]
    for grant, person_id in acting.items():
        cookies = await house.sign_in(grant, person_id=person_id)
        visitors.append(Visitor(grant.role.value, cookie(cookies), grant.role))
    await _prove(house)
    return visitors


async def _prove(house: House) -> None:
    """They have just proved who they are, however long measuring takes."""
    later = house.clock.now() + timedelta(days=1)
    async with house.context("directory").database.transaction() as uow:
        await uow.session.execute(update(sessions).values(started_at=later))
