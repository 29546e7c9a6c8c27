"""A house with surveys in it, and the events of the services that are not."""

import asyncio
import json
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select, text

from deploy.local.postgres import PostgresServer
from services.surveys.invitations.models import invitations
from services.surveys.invitations.values import InvitationState
from services.surveys.models import metadata
from services.surveys.pulses.use_cases import open_due_pulses
from services.surveys.urns.models import slips, urns
from services.surveys.urns.use_cases import CHANNEL
from services.surveys.urns.values import UrnState
from shared.clock import MovableClock, local_date
from shared.contracts.directory import DepartureReason, HireCancelled, WorkerDeparted
from shared.contracts.surveys import SURVEY_PAGE
from shared.contracts.trainings import ClosingReason, OnboardingClosed, OnboardingStarted
from shared.ids import new_id
from shared.messaging.bus.local import LocalBus
from shared.messaging.database import Database
from shared.messaging.event import Body
from shared.messaging.message import Arrival, Message, Partition
from shared.small_numbers.sizes import LEAST
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House
from tests.prepared import tables_at, tables_on
from tests.surveys.urn_town import Town

FULL_AGREEMENT = {"belonging": "5", "support": "5", "voice": "5"}
BROWSER = {"Accept": "text/html"}


@dataclass
class Surveys:
    """The service in its house, and the people who begin, leave and answer."""

    house: House

    @property
    def today(self) -> date:
        return local_date(self.house.clock.now())

    def message(self, body: Body, tenant: str = BERGKAMEN) -> Message:
        return Message(
            id=new_id(),
            topic=body.topic,
            key=body.key,
            type=body.type_name,
            time=self.house.clock.now(),
            tenant=tenant,
            correlation_id=new_id(),
            causation_id=None,
            data=body.model_dump_json().encode(),
        )

    async def hear(self, *messages: Message) -> None:
        await self.house.bus.publish(messages)
        await self.house.quiet()

    def start(
        self,
        first_day: date | None = None,
        tenant: str = BERGKAMEN,
        until: date | None = None,
        known_on: date | None = None,
        worker_id: UUID | None = None,
    ) -> Message:
        """The message that an onboarding has started today, or on ``first_day``."""
        started = OnboardingStarted(
            onboarding_id=new_id(),
            worker_id=worker_id or new_id(),
            employment_id=new_id(),
            fixed_term_until=until,
            known_on=known_on or self.today,
            carrier_id=new_id(),
            template_id=new_id(),
            start_date=first_day or self.today,
            tasks=(),
        )
        return self.message(started, tenant)

    def closed(self, start: Message, reason: ClosingReason) -> Message:
        body = OnboardingStarted.model_validate_json(start.data or b"")
        closed = OnboardingClosed(
            onboarding_id=body.onboarding_id,
            worker_id=body.worker_id,
            reason=reason,
            open_tasks=0,
        )
        return self.message(closed)

    def departed(self, start: Message, last_day: date | None = None) -> Message:
        """The message that whoever started has left yesterday, or leaves on ``last_day``."""
        body = OnboardingStarted.model_validate_json(start.data or b"")
        departed = WorkerDeparted(
            worker_id=body.worker_id,
            carrier_id=body.carrier_id,
            last_day=last_day or self.today - timedelta(days=1),
            reason=DepartureReason.MOVED,
            employment_id=body.employment_id,
        )
        return self.message(departed)

    def cancelled(self, start: Message) -> Message:
        """The message that the hire behind an onboarding does not take place."""
        body = OnboardingStarted.model_validate_json(start.data or b"")
        return self.message(
            HireCancelled(
                worker_id=body.worker_id,
                carrier_id=body.carrier_id,
                employment_id=body.employment_id,
            )
        )

    async def events(self) -> list[Message]:
        """Everything surveys has put on the bus."""
        assert isinstance(self.house.bus, LocalBus)
        query = text("SELECT key, value, headers FROM log WHERE topic = :topic ORDER BY position")
        place = Partition("surveys.events", 0)
        async with self.house.bus._engine.reading() as session:
            rows = (await session.execute(query, {"topic": place.topic})).all()
        arrivals = [Arrival.read(place, 0, row[0], row[1], _headers(row[2])) for row in rows]
        return [arrival.message for arrival in arrivals if arrival.message is not None]

    async def announced(self, kind: type[Body]) -> list[Message]:
        """What surveys has put on the bus, of one kind."""
        return [message for message in await self.events() if message.type == kind.type_name]

    async def open_due(self) -> None:
        """What the job does, without waiting for its minute."""
        async with self.house.context("surveys").database.transaction() as uow:
            await open_due_pulses(uow)
        await self.house.quiet()

    async def invite(self, count: int, tenant: str = BERGKAMEN, days: int = 30) -> list[str]:
        """So many people at work for so many days; the paths of their links."""
        first_day = self.today - timedelta(days=days)
        known = {row[0] for row in await self.house.rows("surveys", select(invitations.c.id))}
        await self.hear(*(self.start(first_day, tenant, known_on=first_day) for _ in range(count)))
        await self.open_due()
        await until(self.takes_answers)
        every = await self.house.rows("surveys", select(invitations.c.id, invitations.c.closes_on))
        return [self.path(row.id, row.closes_on) for row in every if row.id not in known]

    async def takes_answers(self) -> bool:
        """Whether every invitation lies in its urn, and every urn has its key."""
        waiting = invitations.c.state.in_([InvitationState.WAITING, InvitationState.LEAVING])
        find = (
            select(invitations.c.id).where(waiting),
            select(urns.c.id).where(urns.c.state == UrnState.PLANNED),
        )
        return not any([await self.house.rows("surveys", each) for each in find])

    async def end_quarter(self) -> None:
        """A quarter is over, and what may be opened has been."""
        self.house.clock.forward(timedelta(days=93))
        async with self.house.context("surveys").database.transaction() as uow:
            uow.notify(CHANNEL)
        await until(self.has_opened)

    async def has_opened(self) -> bool:
        lying = select(func.count()).where(slips.c.urn_id == urns.c.id).scalar_subquery()
        full = select(urns.c.id).where(urns.c.state != UrnState.OPENED, lying >= LEAST)
        unswept = select(urns.c.id).where(urns.c.state == UrnState.OPENED, ~urns.c.swept)
        return not any([await self.house.rows("surveys", each) for each in (full, unswept)])

    def path(self, invitation_id: UUID, expires: date) -> str:
        url = self.house.link(SURVEY_PAGE, invitation_id, expires)
        return url.removeprefix(self.house.settings.base_url)

    async def answer(self, path: str, **fields: str) -> int:
        data = {**FULL_AGREEMENT, **fields}
        return (await self.house.http.post(path, data=data, headers=BROWSER)).status_code

    async def answer_all(self, paths: Sequence[str], **fields: str) -> None:
        for path in paths:
            assert await self.answer(path, **fields) == 303


def _headers(stored: str) -> list[tuple[str, bytes]]:
    return [(name, value.encode("latin-1")) for name, value in json.loads(stored)]


@pytest.fixture
async def surveys(open_house: OpenHouse) -> Surveys:
    return Surveys(await open_house("surveys"))


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait until an async condition holds."""
    async with asyncio.timeout(20):
        while not await condition():
            await asyncio.sleep(0.05)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)])
async def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, str, PostgresServer | None]:
    """The surveys' tables on either, and for both their owner's address."""
    folder = tmp_path_factory.mktemp("urns")
    url, owner, server = f"sqlite+aiosqlite:///{folder}/surveys.db", "", None
    if request.param == "postgres":
        server = request.getfixturevalue("postgres")
        name = f"urns_{secrets.token_hex(4)}"
        await tables_on(server, name, "surveys")
        url, owner = server.url(name), server.owner_url(name)
    else:
        await tables_at(url, "surveys")
    return url, owner, server


@pytest.fixture
async def town(
    databases: tuple[str, str, PostgresServer | None], tmp_path: Path
) -> AsyncGenerator[Town]:
    """Nobody has been asked yet."""
    url, owner, server = databases
    clock = MovableClock()
    database = Database(url, "surveys", clock)
    town = Town(database, clock, tmp_path, owner_url=owner, server=server)
    yield town
    await town.write(*(delete(table) for table in reversed(metadata.sorted_tables)))
    await database.close()
