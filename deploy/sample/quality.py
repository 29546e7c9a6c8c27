"""What the sample's network works on and measures itself by: topics, measures, self-assessments.

By the use cases of surveys, at the times at which it would have happened, once there is a
framework concept with standards.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import cycle
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deploy.sample.past_year import (
    MUNICIPALITY,
    PATIENCE_SECONDS,
    PAUSE_SECONDS,
    Calendar,
    acting,
)
from deploy.sample.worked_on import EVIDENCE, LEVELS, TOPICS, Topic
from services.surveys.assessments import queries as sheets
from services.surveys.assessments import use_cases as assessments
from services.surveys.assessments.forms import BeginForm
from services.surveys.assessments.values import Party
from services.surveys.feedback import queries as feedback
from services.surveys.feedback.models import Feedback
from services.surveys.focus_topics import queries as topics
from services.surveys.focus_topics import use_cases as focusing
from services.surveys.focus_topics.forms import FocusTopicForm
from services.surveys.focus_topics.models import FocusTopic
from services.surveys.forms import ReplyForm, SheetForm
from services.surveys.measures import queries as known
from services.surveys.measures import use_cases as measures
from services.surveys.measures.forms import MeasureForm
from services.surveys.measures.values import OriginKind
from services.surveys.models import Organization
from services.surveys.people.models import people
from services.surveys.values import Level, Reply, school_year
from shared.clock import A_DAY, SystemClock, local_date
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import OrganizationKind
from shared.messaging.database import Database
from shared.messaging.transaction import OUTBOX
from shared.messaging.unit_of_work import UnitOfWork
from shared.settings import Settings
from shared.web.sessions.models import access
from shared.web.sessions.person import Me


@dataclass(frozen=True)
class _House:
    database: Database
    calendar: Calendar
    office: Me
    worker: str
    heads: Sequence[tuple[UUID, str]]
    """Their schools, and what they are called."""

    @asynccontextmanager
    async def at(self, moment: datetime) -> AsyncGenerator[UnitOfWork]:
        self.calendar.moment = moment
        async with self.database.transaction() as uow:
            yield uow


async def work_on(settings: Settings, ours: Database) -> None:
    """Does nothing where there is a topic, or too few people are known."""
    if MUNICIPALITY not in settings.municipalities:
        return
    now = SystemClock().now()
    calendar = Calendar(now)
    database = Database(settings.database("surveys"), "surveys", calendar)
    try:
        house = await _house(ours, database, calendar)
        if house is not None:
            await _topics(house, now)
            await _answered(house, now)
            await _judged(house, now)
    finally:
        await database.close()
    async with ours.transaction() as uow:
        uow.notify(OUTBOX)


async def _house(ours: Database, database: Database, calendar: Calendar) -> _House | None:
    """None where there is a topic, or too few people come to be known in time."""
    for _ in range(int(PATIENCE_SECONDS / PAUSE_SECONDS)):
        async with ours.reading() as session:
            there = select(FocusTopic.id).where(FocusTopic.tenant == MUNICIPALITY).limit(1)
            if (await session.scalars(there)).first():
                return None
        found = await _known(ours, database, calendar)
        if found is not None:
            return found
        await asyncio.sleep(PAUSE_SECONDS)
    return None


async def _known(ours: Database, database: Database, calendar: Calendar) -> _House | None:
    async with ours.reading() as session:
        acts = await _acts(session)
        kind = (Organization.tenant == MUNICIPALITY, Organization.kind == OrganizationKind.SCHOOL)
        order = select(Organization.organization_id).where(*kind).order_by(Organization.name)
        schools = [*await session.scalars(order)]
    office = next((each for each in acts if each.role == AccessRole.COORDINATOR), None)
    worker = next((each for each in acts if each.role == AccessRole.WORKER), None)
    heads = [(UUID(e.at), e.name) for e in acts if e.role == AccessRole.HEAD and e.at]
    others = [each.name for each in acts if each.role == AccessRole.CONTACT]
    free = [each for each in schools if each not in dict(heads)]
    heads += list(zip(free, others, strict=False))
    if office is None or worker is None or len(heads) < 2:
        return None
    me = acting(AccessRole.COORDINATOR, office.person_id)
    return _House(database, calendar, me, worker.name, heads[:2])


class _Act(NamedTuple):
    """As what somebody acts, and for which organization."""

    role: str
    at: str | None
    person_id: UUID
    name: str


async def _acts(session: AsyncSession) -> list[_Act]:
    query = select(
        people.c.person_id, people.c.given_name, people.c.family_name, access.c.grants
    ).join(access, access.c.person_id == people.c.person_id)
    mine = query.where(people.c.tenant == MUNICIPALITY).order_by(people.c.family_name)
    return [
        _Act(each["role"], each["organization_id"], key, f"{given} {family}")
        for key, given, family, grants in await session.execute(mine)
        for each in grants
        if each["municipality"] == MUNICIPALITY
    ]


async def _topics(house: _House, now: datetime) -> None:
    """Three of this school year, two of the last one."""
    year = school_year(local_date(now))
    for each in TOPICS:
        begun = now - (70 + 365 * each.years_ago) * A_DAY
        async with house.at(begun) as uow:
            form = FocusTopicForm(
                school_year=year - each.years_ago,
                title=each.title,
                why=each.why,
                sources=each.sources,
                gatherings=each.gatherings,
                documents=each.documents,
            )
            row = await focusing.add(uow, house.office, form)
        await _carried_out(house, each, row.id, begun)
        if each.outcome:
            async with house.at(begun + 250 * A_DAY) as uow:
                stored = await topics.one(uow.session, MUNICIPALITY, row.id)
                said = FocusTopicForm.model_validate(
                    form.model_dump() | {"outcome": each.outcome, "version": stored.version}
                )
                await focusing.change(uow, house.office, row.id, said)


async def _carried_out(house: _House, topic: Topic, topic_id: UUID, begun: datetime) -> None:
    for title, days, done in topic.measures:
        async with house.at(begun + A_DAY) as uow:
            due_on = local_date(begun + days * A_DAY)
            form = MeasureForm(title=title, due_on=due_on, who=house.worker)
            row = await measures.add(
                OriginKind.TOPIC, topics.one, uow, house.office, topic_id, form
            )
        if done:
            async with house.at(begun + (days - 3) * A_DAY) as uow:
                said = ReplyForm(reply=Reply.DONE)
                await measures.reply(uow, house.office.cause, row.id, said)


async def _answered(house: _House, now: datetime) -> None:
    """One follows from what people said of a training; its owner is from outside."""
    async with house.at(now - 20 * A_DAY) as uow:
        query = select(Feedback.id).where(Feedback.tenant == MUNICIPALITY)
        last = (await uow.session.scalars(query.order_by(Feedback.last_day).limit(1))).first()
        if last is None:
            return
        title = await feedback.title_of(uow.session, MUNICIPALITY, last)
        form = MeasureForm(
            title="Kühleren Raum für Nachmittage buchen",
            reason=f"Rückmeldung zu „{title}“: Am Nachmittag war es zu warm.",
            due_on=local_date(now + 12 * A_DAY),
            given_name="Uwe",
            family_name="Lindner",
            address="uwe.lindner@stadthalle.example",
        )
        add = partial(measures.add, OriginKind.FEEDBACK, known.of_gathering)
        row = await add(uow, house.office, last, form)
    async with house.at(now - 4 * A_DAY) as uow:
        until = local_date(now + 40 * A_DAY)
        said = ReplyForm(reply=Reply.LATER, until=until, note="Saal 2 wird noch gestrichen.")
        await measures.reply(uow, house.office.cause, row.id, said)


async def _judged(house: _House, now: datetime) -> None:
    """Both schools judged themselves last year; one has agreed again, one is still at it."""
    year = school_year(local_date(now))
    for number, (school_id, head) in enumerate(house.heads):
        for years_ago, days in ((1, 140), (0, 30)):
            form = BeginForm(
                school_id=school_id, school_year=year - years_ago, worker=house.worker, head=head
            )
            async with house.at(now - days * A_DAY) as uow:
                row = await assessments.begin(uow, house.office, form)
            written = now - (days - 9) * A_DAY
            agrees = years_ago == 1 or number == 0
            await _judge(house, row.id, written, 1 - years_ago + number, agrees=agrees)


async def _judge(house: _House, key: UUID, at: datetime, start: int, *, agrees: bool) -> None:
    levels, evidence = cycle(LEVELS[start:] + LEVELS[:start]), cycle(EVIDENCE)
    async with house.at(at) as uow:
        row = await sheets.one(uow.session, MUNICIPALITY, key)
        found = await sheets.sheet_of(uow.session, row, Party.WORKER)
        judged = found.entries if agrees else found.entries[: len(found.entries) // 2]
        for each in judged:
            said = SheetForm(
                entry=each.id,
                level=Level(next(levels)),
                evidence=next(evidence),
                version=each.version,
            )
            await assessments.act(uow, house.office.cause, found, said)
            await uow.session.flush()
    if not agrees:
        return
    for days, party in ((2, Party.WORKER), (6, Party.HEAD)):
        async with house.at(at + timedelta(days=days)) as uow:
            row = await sheets.one(uow.session, MUNICIPALITY, key)
            found = await sheets.sheet_of(uow.session, row, party)
            agreed = SheetForm(agree=True, version=found.seen)
            await assessments.act(uow, house.office.cause, found, agreed)
