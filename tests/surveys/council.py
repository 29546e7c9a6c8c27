"""A framework concept, its office, and those who comment and decide."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from services.surveys.ballots import queries as votes
from services.surveys.ballots import use_cases as ballots
from services.surveys.ballots.forms import OpenForm, VoteForm
from services.surveys.ballots.values import Choice, Outcome
from services.surveys.framework import queries, use_cases
from services.surveys.framework.forms import ChapterForm
from services.surveys.framework.values import Adopted, Chapter
from services.surveys.framework_comments import use_cases as comments
from services.surveys.framework_comments.forms import CommentForm
from services.surveys.framework_comments.values import CommentKind
from services.surveys.framework_standards import use_cases as standards
from services.surveys.framework_standards.forms import StandardForm
from services.surveys.people.models import people
from services.surveys.synopses import use_cases as synopses
from shared.clock import BERLIN, local_date
from shared.contracts.accounts import AccessRole
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.models import access
from shared.web.sessions.person import Me
from tests.surveys.survey_round import MORNING
from tests.surveys.urn_town import TENANT, Town

TITLES = ("Grundsätze", "Kinderschutz", "Steuerung")


def somebody(role: AccessRole = AccessRole.WORKER) -> Me:
    return Me(TENANT, role, uuid4(), None, Cause(TENANT, new_id()), new_id())


@dataclass
class Council:
    """In a town, with so many who may vote."""

    town: Town
    office: Me = field(default_factory=lambda: somebody(AccessRole.COORDINATOR))
    voters: list[Me] = field(default_factory=list)
    version_id: UUID = field(default_factory=uuid4)

    async def join(self, *members: Me) -> None:
        """The directory has told of them."""
        self.voters += members
        names = [
            {
                "tenant": TENANT,
                "person_id": each.person_id,
                "version": 1,
                "given_name": "Kim",
                "family_name": f"Nummer {number}",
            }
            for number, each in enumerate(members)
        ]
        grants = [
            {
                "person_id": each.person_id,
                "version": 1,
                "grants": [{"role": each.role, "municipality": TENANT}],
            }
            for each in members
        ]
        async with self.town.database.transaction() as uow:
            await uow.session.execute(insert(people), names)
            await uow.session.execute(insert(access), grants)

    async def act(self, deed: Callable[[UnitOfWork], Awaitable[Any]]) -> str:
        """The code of the reason why not; empty where it is done."""
        try:
            async with self.town.database.transaction() as uow:
                await deed(uow)
        except Problem as refused:
            return refused.code
        return ""

    async def begin(self) -> None:
        async with self.town.database.transaction() as uow:
            self.version_id = (await use_cases.begin(uow, self.office)).id

    async def write(self, *titles: str) -> None:
        """Chapters, each with a standard."""
        for title in titles:
            async with self.town.database.transaction() as uow:
                form = ChapterForm(title=title, body=f"{title} gelten.")
                key = await use_cases.add_chapter(uow, self.office, self.version_id, form)
                standard = StandardForm(text=f"{title} sind bekannt.", indicators="Aushang\nPlan")
                await standards.add(uow, self.office, self.version_id, key, standard)

    async def texts(self) -> list[Chapter]:
        """As the office last left them."""
        async with self.town.database.reading() as session:
            return await queries.newest(session, TENANT, self.version_id)

    async def change(self, place: int, body: str) -> str:
        text = (await self.texts())[place]
        form = ChapterForm(title=text.title, body=body, version=text.version)
        return await self.act(
            lambda uow: use_cases.write_chapter(uow, self.office, self.version_id, text.key, form)
        )

    async def comment(self, me: Me, place: int, kind: CommentKind) -> UUID:
        text = (await self.texts())[place]
        form = CommentForm(kind=kind, text="Mehr davon.", wording="Mehr.")
        async with self.town.database.transaction() as uow:
            return await comments.comment(uow, me, self.version_id, text.key, form)

    async def discuss(self) -> str:
        last = local_date(self.town.clock.now()) + timedelta(days=7)
        return await self.act(
            lambda uow: use_cases.open_comments(uow, self.office, self.version_id, last)
        )

    def pass_days(self, days: int) -> None:
        self.town.clock.forward(timedelta(days=days))

    async def consolidate(self) -> str:
        return await self.act(lambda uow: synopses.consolidate(uow, self.office, self.version_id))

    async def open_vote(self) -> str:
        form = OpenForm(last_day=local_date(self.town.clock.now()) + timedelta(days=7))
        return await self.act(
            lambda uow: ballots.open_vote(uow, self.office, self.version_id, form)
        )

    async def vote(self, me: Me, place: int, choice: Choice, sha256: str = "") -> str:
        text = (await self.texts())[place]
        form = VoteForm(choice=choice, sha256=sha256 or text.sha256)
        return await self.act(lambda uow: ballots.vote(uow, me, self.version_id, text.key, form))

    async def look_after(self) -> None:
        """What the job does."""
        async with self.town.database.transaction() as uow:
            await ballots.tell(uow)

    async def outcomes(self) -> list[Outcome]:
        async with self.town.database.reading() as session:
            return await votes.outcomes(session, TENANT, self.version_id)

    async def valid(self) -> Adopted | None:
        async with self.town.database.reading() as session:
            return await queries.adopted(session, TENANT)

    async def to_vote(self, *titles: str) -> None:
        """A version whose vote is open, which people are reminded of at eight."""
        clock = self.town.clock
        clock.forward(timedelta(hours=max(MORNING - clock.now().astimezone(BERLIN).hour, 0)))
        await self.begin()
        await self.write(*titles)
        assert await self.discuss() == ""
        self.pass_days(8)
        assert await self.consolidate() == ""
        assert await self.open_vote() == ""
