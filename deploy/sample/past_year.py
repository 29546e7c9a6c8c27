"""The sample's year behind us, with minutes and certificates, and the working group to come.

By the use cases of trainings, at the times at which an office would have done it.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select

from deploy.sample.meetings import MEETINGS, NEXT, TRAINING, Meeting
from services.trainings.actions import use_cases as actions
from services.trainings.actions.forms import NewActionForm
from services.trainings.actions.values import ActionState
from services.trainings.agenda import queries as agendas
from services.trainings.agenda import use_cases as agenda
from services.trainings.agenda.forms import ItemForm
from services.trainings.agenda.values import USUAL, Outcome
from services.trainings.attendance import use_cases as attendance
from services.trainings.attendance.queries import entrants
from services.trainings.calendar_declines.models import CalendarDecline
from services.trainings.certificate_details import use_cases as details
from services.trainings.certificate_details.forms import DetailsForm
from services.trainings.certificate_senders import use_cases as senders
from services.trainings.certificate_senders.forms import SenderForm
from services.trainings.certificates import use_cases as certificates
from services.trainings.certificates.values import SHARE
from services.trainings.decisions import use_cases as decisions
from services.trainings.decisions.forms import DecisionForm
from services.trainings.gatherings import queries as gathering_queries
from services.trainings.gatherings import use_cases as gatherings
from services.trainings.gatherings.values import Planned, Slot
from services.trainings.minutes import use_cases as minutes
from services.trainings.minutes.forms import CorrectionForm
from services.trainings.models import Gathering, people
from services.trainings.registrations import queries as seated
from services.trainings.registrations import use_cases as registrations
from services.trainings.values import Audience
from shared.clock import A_DAY, BERLIN, SystemClock, local_date
from shared.contracts.accounts import AccessRole
from shared.contracts.gatherings import GatheringKind
from shared.ids import new_id
from shared.messaging.database import Database
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.settings import Settings
from shared.web.sessions.models import access
from shared.web.sessions.person import Me
from shared.working_days import is_working_day

MUNICIPALITY = "05978004"
PATIENCE_SECONDS, PAUSE_SECONDS, LEAST = 20.0, 0.2, 3
SAID = DetailsForm(
    speakers="Dr. Ayla Demir, Kinderschutzfachkraft\nTom Brandt, Jugendamt der Stadt Bergkamen",
    legal_basis="§ 8a SGB VIII, § 4 KKG, § 42 Absatz 6 SchulG NRW",
    partners="Schulamt für den Kreis Unna",
    funding="Gefördert vom Ministerium für Schule und Bildung des Landes Nordrhein-Westfalen",
)
SENDER = SenderForm(
    address="Stadt Bergkamen, Jugendamt\nRathausplatz 1\n59192 Bergkamen", place="Bergkamen"
)
PAPERS = "Tischvorlage https://www.bergkamen.example/arbeitskreis/tischvorlage"
OPENED, HOUR = timedelta(days=28), timedelta(hours=1)


@dataclass
class Calendar:
    """Shows the time at which something is to have happened."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


@dataclass(frozen=True)
class Guest:
    """Somebody who comes, as what, and what they are called."""

    me: Me
    name: str


@dataclass(frozen=True)
class Office:
    """The office at any moment."""

    database: Database
    calendar: Calendar
    person_id: UUID
    guests: Sequence[Guest]
    """Those who come to nearly everything."""
    site: str
    series: UUID
    everyone: Sequence[Guest] = ()

    @property
    def tenant(self) -> str:
        return MUNICIPALITY

    @asynccontextmanager
    async def at(self, moment: datetime) -> AsyncGenerator[tuple[UnitOfWork, Me]]:
        """One transaction of that moment."""
        self.calendar.moment = moment
        async with self.database.transaction() as uow:
            yield uow, acting(AccessRole.COORDINATOR, self.person_id)


Later = Callable[[Office, date], Awaitable[None]]
"""What somebody adds to the year, on which day."""


async def remember(settings: Settings, ours: Database, *later: Later) -> None:
    """Once the people of the sample are known; does nothing where there are gatherings."""
    if MUNICIPALITY not in settings.municipalities:
        return
    today = local_date(SystemClock().now())
    calendar = Calendar(SystemClock().now())
    database = Database(settings.database("trainings"), "trainings", calendar)
    try:
        office = await _office(ours, database, calendar, settings.base_url)
        if office is None:
            return
        for each in MEETINGS:
            await _meet(office, each, working_day(today - timedelta(days=each.days_ago)))
        await _train(office, working_day(today - timedelta(days=TRAINING.days_ago)))
        await _prepare(office, NEXT, working_day(today - timedelta(days=NEXT.days_ago)))
        for add in later:
            await add(office, today)
    finally:
        await database.close()


async def _office(
    ours: Database, database: Database, calendar: Calendar, site: str
) -> Office | None:
    """None where there are gatherings, or nobody comes to know of people in time."""
    for _ in range(int(PATIENCE_SECONDS / PAUSE_SECONDS)):
        async with ours.reading() as session:
            there = select(Gathering.id).where(Gathering.tenant == MUNICIPALITY).limit(1)
            if (await session.scalars(there)).first():
                return None
            known = select(access.c.person_id, access.c.grants, people.c.given_name)
            known = known.add_columns(people.c.family_name).join(
                people, people.c.person_id == access.c.person_id
            )
            rows = (await session.execute(known.where(people.c.tenant == MUNICIPALITY))).all()
        found = [
            (AccessRole(grant["role"]), row.person_id, f"{row.given_name} {row.family_name}")
            for row in rows
            for grant in row.grants[:1]
            if grant["municipality"] == MUNICIPALITY
        ]
        offices = [key for role, key, _ in found if role is AccessRole.COORDINATOR]
        guests = [
            Guest(acting(role, key), name)
            for role, key, name in sorted(found, key=lambda each: each[2])
            if role in (AccessRole.WORKER, AccessRole.HEAD, AccessRole.CARRIER, AccessRole.CONTACT)
        ]
        if offices and len(guests) >= LEAST:
            return Office(database, calendar, offices[0], guests[:8], site, new_id(), guests)
        await asyncio.sleep(PAUSE_SECONDS)
    return None


def acting(role: AccessRole, person_id: UUID) -> Me:
    cause = Cause(MUNICIPALITY, new_id())
    return Me(MUNICIPALITY, role, person_id, None, cause, new_id())


async def convene(office: Office, meeting: Meeting, day: date) -> UUID:
    """Opened four weeks before, when people register."""
    begin = datetime.combine(day, time(9), BERLIN)
    planned = Planned(
        kind=meeting.kind,
        title=meeting.title,
        content=meeting.content,
        audience=Audience.EVERYBODY,
        capacity=meeting.capacity,
        slot=Slot(day, time(9), meeting.ends),
        place=meeting.place,
        join_link="",
    )
    series = office.series if meeting.kind is GatheringKind.WORKING_GROUP else new_id()
    async with office.at(begin - OPENED) as (uow, me):
        row = await gatherings.plan(uow, me, planned, series)
        await gatherings.open_registration(uow, me, row.id)
    for number, guest in enumerate(office.guests, 1):
        async with office.at(begin - OPENED + number * HOUR) as (uow, _):
            await registrations.register(uow, guest.me, row.id, waits=True)
    return row.id


async def came(office: Office, key: UUID, day: date) -> datetime:
    """All but the last one; when it was over."""
    async with office.at(datetime.combine(day, time(9, 10), BERLIN)) as (uow, me):
        [held] = (await gathering_queries.dates_of(uow.session, me.tenant, [key]))[key]
        rows = await entrants(uow.session, me.tenant, key, held.id)
        ticked = {each.registration_id: each is not rows[-1] for each in rows}
        await attendance.note_list(uow, me, held, ticked, "", "liste")
        return held.ends_at


async def _meet(office: Office, meeting: Meeting, day: date) -> None:
    key = await convene(office, meeting, day)
    async with office.at(datetime.combine(day, time(8), BERLIN) - 7 * A_DAY) as (uow, me):
        await _usual(uow, me, key)
        for title in meeting.topics:
            await agenda.add(uow, me, key, ItemForm(title=title, minutes=20, papers=PAPERS))
    ended = await came(office, key, day)
    async with office.at(ended + HOUR) as (uow, me):
        await minutes.save(uow, me, key, meeting.text, 0)
        for text in meeting.decisions:
            await decisions.add(uow, me, key, DecisionForm(text=text))
        items = await agendas.items_of(uow.session, me.tenant, key)
        kept = {each.id: Outcome.REACHED for each in items}
        if meeting.kept:
            kept[items[-1].id] = Outcome.KEPT
        await minutes.settle(uow, me, key, kept)
    async with office.at(ended + 2 * A_DAY) as (uow, me):
        await minutes.publish(uow, me, key)
    await _take_on(office, meeting, key, ended)


async def _usual(uow: UnitOfWork, me: Me, key: UUID) -> None:
    for each in USUAL:
        item = ItemForm(title=each.title, minutes=each.minutes, kind=each.kind, who=each.role)
        await agenda.add(uow, me, key, item)


async def _take_on(office: Office, meeting: Meeting, key: UUID, ended: datetime) -> None:
    """Action items, and what had to be corrected."""
    for number, (title, weeks, done) in enumerate(meeting.actions):
        due = local_date(ended + timedelta(weeks=weeks))
        name = office.guests[number % len(office.guests)].name
        async with office.at(ended + 2 * A_DAY) as (uow, me):
            form = NewActionForm(title=title, who=name, due_on=due)
            item = await actions.add(uow, me, key, form)
        if done:
            async with office.at(ended + timedelta(weeks=weeks) - A_DAY) as (uow, me):
                await actions.settle(uow, me.cause, item.id, ActionState.DONE)
    if meeting.correction:
        text, reason = meeting.correction
        async with office.at(ended + 9 * A_DAY) as (uow, me):
            await minutes.correct(uow, me, key, CorrectionForm(text=text, reason=reason))


async def _train(office: Office, day: date) -> None:
    key = await convene(office, TRAINING, day)
    ended = await came(office, key, day)
    async with office.at(ended + A_DAY) as (uow, me):
        await senders.write(uow, me, SENDER)
        await details.write(uow, me, key, SAID)
        await uow.session.flush()
        await certificates.issue_all(uow, me, office.site, key, SHARE)


async def _prepare(office: Office, meeting: Meeting, day: date) -> None:
    """The next one, with what the last ones have kept for it; a calendar does not come to it."""
    key = await convene(office, meeting, day)
    async with office.at(SystemClock().now() - HOUR) as (uow, me):
        await _usual(uow, me, key)
        for title in meeting.topics:
            await agenda.add(uow, me, key, ItemForm(title=title, minutes=30, papers=PAPERS))
        row = await gathering_queries.one(uow.session, me.tenant, key)
        for each in await agendas.kept(uow.session, row):
            await agenda.take_back(uow, me, key, each.id)
        [held] = (await gathering_queries.dates_of(uow.session, me.tenant, [key]))[key]
        mine = office.guests[-1].me.person_id
        entry = await seated.holding(uow.session, me.tenant, mine, key)
        uow.session.add(
            CalendarDecline(
                tenant=me.tenant,
                registration_id=entry.id,
                sequence=entry.sequence,
                date_id=held.id,
                declined_at=uow.now,
            )
        )


def working_day(day: date) -> date:
    while not is_working_day(day):
        day -= A_DAY
    return day
