"""A survey with an urn, the people who are asked, and everything somebody could copy of it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Executable

from deploy.local.postgres import PostgresServer
from services.surveys.openings import queries as opened
from services.surveys.openings.gateways import KeyFiles
from services.surveys.openings.use_cases import Opener
from services.surveys.openings.values import Count
from services.surveys.urns import queries, use_cases
from services.surveys.urns.models import Urn
from services.surveys.urns.values import Groups, Invited, Outcome, Seals, Sheet, UrnPlan, UrnSummary
from shared.clock import MovableClock
from shared.messaging.database import Database

TENANT = "05978004"
SECRET = b"s" * 32
FORM = "0" * 64


def sheet(value: str = "4", remark: str = "") -> Sheet:
    return Sheet({"mood": {"": [value]}}, {"remark": remark} if remark else {})


@dataclass
class Town:
    """One installation's surveys, without its pages."""

    database: Database
    clock: MovableClock
    folder: Path
    seals: Seals = field(default_factory=lambda: Seals(SECRET))
    owner_url: str = ""
    server: PostgresServer | None = None
    """Both of PostgreSQL only."""

    @property
    def keys(self) -> KeyFiles:
        return KeyFiles(self.folder / "urns")

    @property
    def key_files(self) -> list[Path]:
        return sorted((self.folder / "urns").glob("*"))

    @property
    def database_files(self) -> list[Path]:
        """SQLite's, with its log."""
        file = Path(str(self.database.engine.url.database))
        return sorted(file.parent.glob(f"{file.name}*")) if self.database.engine.sqlite else []

    @property
    def opener(self) -> Opener:
        return Opener(self.database, self.seals, self.keys)

    async def planned(
        self,
        people: int,
        *,
        lasting: timedelta | None,
        groups: Callable[[int], Groups] = lambda _: {},
    ) -> tuple[UUID, UUID]:
        """A survey and its urn, which waits for its key."""
        plan = UrnPlan(
            survey_id=uuid4(),
            tenant=TENANT,
            questionnaire=FORM,
            group_rule="alle Beschäftigten",
            largest_sheet=3000,
            closes_at=self.clock.now() + lasting if lasting else None,
        )
        invited = [Invited(uuid4(), groups(number)) for number in range(people)]
        async with self.database.transaction() as uow:
            urn_id = await use_cases.plan(uow, self.seals, plan, invited)
        return plan.survey_id, urn_id

    async def plan(
        self,
        people: int,
        *,
        rolling: bool = False,
        groups: Callable[[int], Groups] = lambda _: {},
    ) -> tuple[UUID, UUID]:
        """The same with its key."""
        lasting = None if rolling else timedelta(days=14)
        found = await self.planned(people, lasting=lasting, groups=groups)
        await self.opener.tend()
        return found

    async def one_key_is_left(self) -> bool:
        return len(self.key_files) == 1

    async def links(self, survey_id: UUID) -> Mapping[UUID, str]:
        async with self.database.transaction() as uow:
            links = await use_cases.fresh_links(uow, self.seals, survey_id)
        return {link.person_id: link.token for link in links}

    async def hand_in(self, token: str, given: Sheet) -> Outcome:
        async with self.database.transaction() as uow:
            return await use_cases.submit(uow, self.seals, token, given)

    async def answered(self, people: int, given: Sequence[Sheet]) -> tuple[UUID, UUID]:
        """A survey to which some of those who were asked have answered."""
        survey_id, urn_id = await self.plan(people)
        links = await self.links(survey_id)
        for token, each in zip(links.values(), given, strict=False):
            assert await self.hand_in(token, each) is Outcome.TAKEN
        return survey_id, urn_id

    async def end(self) -> None:
        self.clock.forward(timedelta(days=15))
        await self.opener.tend()

    async def rows(self, statement: Executable) -> list[tuple[object, ...]]:
        async with self.database.reading() as session:
            return [tuple(row) for row in await session.execute(statement)]

    async def write(self, *statements: Executable) -> None:
        """What an administrator of the database could do."""
        async with self.database.transaction() as uow:
            for each in statements:
                await uow.session.execute(each)

    async def all_at_once(self, token: str, times: int) -> list[Outcome]:
        return await asyncio.gather(*(self.hand_in(token, sheet()) for _ in range(times)))


ANY = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
"""Where no statement differs."""
SIX = [sheet(value) for value in "455124"]


async def counted(town: Town, urn_id: UUID) -> dict[tuple[str, str], int]:
    async with town.database.reading() as session:
        counts: Sequence[Count] = await opened.counts_of(session, TENANT, urn_id)
    return {(each.group_code, each.value_key): each.n for each in counts}


async def summary(town: Town, survey_id: UUID, urn_id: UUID) -> UrnSummary:
    async with town.database.reading() as session:
        found = await queries.urns_of(session, TENANT, survey_id)
    return next(each for each in found if each.id == urn_id)


async def urn_of(town: Town, urn_id: UUID) -> Urn:
    async with town.database.reading() as session:
        return await session.get_one(Urn, urn_id)
