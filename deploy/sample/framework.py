"""The sample's framework concept: version 1 adopted by a vote, version 2 open for comments.

By the use cases of surveys, at the times at which it would have happened.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select

from deploy.sample.concept_said import ADDED, FIRST, SECOND, SHORTENED, Said
from deploy.sample.past_year import (
    LEAST,
    MUNICIPALITY,
    PATIENCE_SECONDS,
    PAUSE_SECONDS,
    Calendar,
    acting,
    working_day,
)
from services.surveys.ballots import use_cases as ballots
from services.surveys.ballots.forms import OpenForm, VoteForm
from services.surveys.ballots.values import Choice
from services.surveys.framework import queries, use_cases
from services.surveys.framework.forms import ChapterForm
from services.surveys.framework.models import FrameworkVersion
from services.surveys.framework.values import REVISED, WRITTEN, Chapter
from services.surveys.framework_comments import use_cases as comments
from services.surveys.framework_comments.forms import CommentForm, DecisionForm
from services.surveys.framework_standards import use_cases as standards
from services.surveys.framework_standards.forms import StandardForm
from services.surveys.people.models import people
from services.surveys.synopses import use_cases as synopses
from shared.clock import A_DAY, BERLIN, SystemClock, local_date
from shared.contracts.accounts import AccessRole
from shared.messaging.database import Database
from shared.messaging.unit_of_work import UnitOfWork
from shared.settings import Settings
from shared.web.sessions.models import access
from shared.web.sessions.person import Me

TEXTS = Path(__file__).parent / "framework.json"
BEGUN, WEEK = 230, timedelta(weeks=1)
"""Days ago."""
OPEN_SINCE, OPEN_FOR = timedelta(days=6), timedelta(days=21)


class _Standard(BaseModel):
    text: str
    indicators: list[str]


class _Chapter(BaseModel):
    title: str
    body: str
    standards: list[_Standard]


class _Concept(BaseModel):
    chapters: list[_Chapter]


@dataclass(frozen=True)
class _House:
    database: Database
    calendar: Calendar
    office: Me
    network: Sequence[Me]

    @asynccontextmanager
    async def at(self, moment: datetime) -> AsyncGenerator[UnitOfWork]:
        self.calendar.moment = moment
        async with self.database.transaction() as uow:
            yield uow


async def conceive(settings: Settings, ours: Database) -> None:
    """Once the people of the sample are known; does nothing where there is a version."""
    if MUNICIPALITY not in settings.municipalities:
        return
    calendar = Calendar(SystemClock().now())
    database = Database(settings.database("surveys"), "surveys", calendar)
    try:
        network = await _people(ours)
        offices = [each for each in network if each.role is AccessRole.COORDINATOR]
        voters = [each for each in network if each.role in use_cases.VOTERS]
        if offices and len(voters) >= LEAST:
            house = _House(database, calendar, offices[0], voters)
            now = SystemClock().now()
            await _first(house, local_date(now) - BEGUN * A_DAY)
            await _second(house, now - OPEN_SINCE)
    finally:
        await database.close()


async def _people(ours: Database) -> list[Me]:
    """Nobody where there is a version, or nobody comes to be known in time."""
    for _ in range(int(PATIENCE_SECONDS / PAUSE_SECONDS)):
        async with ours.reading() as session:
            there = select(FrameworkVersion.id).where(FrameworkVersion.tenant == MUNICIPALITY)
            if (await session.scalars(there.limit(1))).first():
                return []
            query = select(access.c.person_id, access.c.grants).join(
                people, people.c.person_id == access.c.person_id
            )
            mine = query.where(people.c.tenant == MUNICIPALITY).order_by(people.c.family_name)
            rows = (await session.execute(mine)).all()
        found = [
            acting(AccessRole(grant["role"]), row.person_id)
            for row in rows
            for grant in row.grants[:1]
            if grant["municipality"] == MUNICIPALITY
        ]
        if len(found) > LEAST:
            return found
        await asyncio.sleep(PAUSE_SECONDS)
    return []


async def _first(house: _House, begun: date) -> None:
    """Written, commented for four weeks, revised, and adopted."""
    concept = _Concept.model_validate_json(TEXTS.read_bytes())
    start = datetime.combine(begun, time(9), BERLIN)
    async with house.at(start) as uow:
        row = await use_cases.begin(uow, house.office)
        for place, each in enumerate(concept.chapters):
            await _write(uow, house, row.id, each, shortened=place in SHORTENED)
    async with house.at(start + WEEK) as uow:
        until = begun + 5 * 7 * A_DAY
        await use_cases.open_comments(uow, house.office, row.id, until)
    await _discuss(house, row.id, FIRST, start + 2 * WEEK)
    replied = start + 6 * WEEK
    async with house.at(replied) as uow:
        texts = await queries.chapters(uow.session, MUNICIPALITY, row.id, WRITTEN)
        for place in SHORTENED:
            newer = ChapterForm(
                title=texts[place].title,
                body=concept.chapters[place].body,
                version=texts[place].version,
            )
            await use_cases.write_chapter(uow, house.office, row.id, texts[place].key, newer)
        await uow.session.flush()
        await synopses.consolidate(uow, house.office, row.id)
    await _adopt(house, row.id, replied + WEEK)


async def _write(
    uow: UnitOfWork, house: _House, version_id: UUID, wanted: _Chapter, *, shortened: bool
) -> None:
    body = wanted.body.rpartition("\n\n")[0] if shortened else wanted.body
    form = ChapterForm(title=wanted.title, body=body)
    key = await use_cases.add_chapter(uow, house.office, version_id, form)
    for each in wanted.standards:
        standard = StandardForm(text=each.text, indicators="\n".join(each.indicators))
        await standards.add(uow, house.office, version_id, key, standard)
        await uow.session.flush()


async def _discuss(house: _House, version_id: UUID, said: Sequence[Said], begin: datetime) -> None:
    """One a day, each with who supports it, and the office's decision where there is one."""
    async with house.at(begin) as uow:
        texts = await queries.chapters(uow.session, MUNICIPALITY, version_id, WRITTEN)
    for number, each in enumerate(said):
        async with house.at(begin + number * timedelta(hours=5)) as uow:
            await _say(uow, house, texts, each, number)


async def _say(
    uow: UnitOfWork, house: _House, texts: Sequence[Chapter], said: Said, number: int
) -> None:
    author, *others = _turned(house.network, number)
    chapter = texts[said.chapter]
    form = CommentForm(kind=said.kind, text=said.text, wording=said.wording)
    key = await comments.comment(uow, author, chapter.version_id, chapter.key, form)
    for each in others[: said.supporters]:
        await comments.support(uow, each, chapter.version_id, key)
    if said.answer:
        await comments.reply(uow, others[0], chapter.version_id, key, said.answer)
    if said.decision:
        decided = DecisionForm(decision=said.decision, reason=said.reason)
        await comments.decide(uow, house.office, chapter.version_id, key, decided)


async def _adopt(house: _House, version_id: UUID, begin: datetime) -> None:
    """For two weeks; nearly everybody is for it."""
    last = working_day(local_date(begin) + 14 * A_DAY)
    async with house.at(begin) as uow:
        await ballots.open_vote(uow, house.office, version_id, OpenForm(last_day=last))
    async with house.at(begin + WEEK) as uow:
        texts = await queries.chapters(uow.session, MUNICIPALITY, version_id, REVISED)
        for number, me in enumerate(house.network):
            for place, each in enumerate(texts):
                form = VoteForm(choice=_choice(number, place), sha256=each.sha256)
                await ballots.vote(uow, me, version_id, each.key, form)
    async with house.at(begin + 2 * WEEK + 2 * A_DAY) as uow:
        await ballots.tell(uow)


def _choice(voter: int, place: int) -> Choice:
    if voter % 3 == 1 and place == 3:
        return Choice.NO
    return Choice.ABSTAIN if voter % 3 == 2 and place == 10 else Choice.YES


async def _second(house: _House, begin: datetime) -> None:
    """With two chapters that say more; comments are open."""
    async with house.at(begin - 2 * WEEK) as uow:
        row = await use_cases.begin(uow, house.office)
    async with house.at(begin - WEEK) as uow:
        texts = await queries.chapters(uow.session, MUNICIPALITY, row.id, WRITTEN)
        for place, more in ADDED.items():
            text = texts[place]
            body = f"{text.body}\n\n{more}"
            newer = ChapterForm(title=text.title, body=body, version=text.version)
            await use_cases.write_chapter(uow, house.office, row.id, text.key, newer)
    async with house.at(begin) as uow:
        until = local_date(begin + OPEN_FOR)
        await use_cases.open_comments(uow, house.office, row.id, until)
    await _discuss(house, row.id, SECOND, begin + A_DAY)


def _turned(network: Sequence[Me], number: int) -> list[Me]:
    """Each time somebody else is the first."""
    at = number % len(network)
    return [*network[at:], *network[:at]]
