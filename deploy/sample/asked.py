"""The sample's surveys: one that is over, one that runs, and one with names.

By the use cases of surveys, at the times at which it would have happened.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import orjson
from sqlalchemy import func, select

from deploy.sample.past_year import MUNICIPALITY, Calendar, working_day
from deploy.sample.reported import publish
from services.directory.employments.models import employments
from services.directory.organizations.models import organizations
from services.directory.placements.models import placements
from services.surveys.openings.gateways import KeyFiles
from services.surveys.paths.values import counted
from services.surveys.questionnaires import queries as questionnaires
from services.surveys.questionnaires import use_cases as freezing
from services.surveys.questionnaires.models import Questionnaire
from services.surveys.questionnaires.values import Document, QuestionKind
from services.surveys.sheets.queries import read
from services.surveys.sheets.values import name_of
from services.surveys.surveys import rules, use_cases
from services.surveys.surveys.models import PlannedSurvey
from services.surveys.surveys.values import Secrecy, State
from services.surveys.urns import queries as urns
from services.surveys.urns import use_cases as collecting
from services.surveys.urns.values import KEY, Seals
from services.surveys.workplaces.models import Workplace, workplaces
from shared.clock import SystemClock, local_date
from shared.contracts.accounts import AccessRole
from shared.database.tables import RowOf, row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.keys import derive
from shared.messaging.database import Database
from shared.messaging.unit_of_work import UnitOfWork
from shared.settings import Settings
from shared.web.sessions.models import access

TALK = Path(__file__).parent / "talk.json"
NEEDS, AGREEMENT = "Bedarfe im Schuljahr", "Absprache für das nächste Schuljahr"
PATIENCE_SECONDS, PAUSE_SECONDS, LEAST = 20.0, 0.2, 12
SAID = (
    "Ein fester Raum wäre die größte Hilfe.",
    "Bitte mehr Treffen mit dem Jugendamt, gern auch kurz und online.",
    "",
    "Die Absprachen mit der Schulleitung laufen gut.",
    "Fortbildungen bitte nicht in den letzten Wochen vor den Zeugnissen.",
    "Der Arbeitskreis hilft mir mehr als jede Fortbildung.",
    "Ich wüsste gern früher, wer an den anderen Schulen neu ist.",
    "",
    "Das Diensthandy fehlt immer noch.",
    "Am Nachmittag ist außer mir kaum jemand ansprechbar.",
    "Gut, dass Sie fragen. Bitte sagen Sie uns, was daraus wird.",
    "",
    "Für Gespräche mit Eltern brauchen wir verlässliche Sprachmittlung.",
    "Zwei Schulen an einem Tag sind zu viel.",
)


@dataclass(frozen=True)
class Plan:
    """Days from today on; how many have answered, of one that is over."""

    title: str
    paper: str
    roles: tuple[AccessRole, ...]
    secrecy: Secrecy
    first: int
    last: int
    answers: int = 0
    yearly: bool = False


WORKERS, HEADS = AccessRole.WORKER, AccessRole.HEAD
NETWORK = (WORKERS, HEADS, AccessRole.CARRIER, AccessRole.CONTACT)
PLANS = (
    Plan("Bedarf im vergangenen Schuljahr", NEEDS, NETWORK, Secrecy.SEALED, -60, -40, 14),
    Plan("Bedarf im Schuljahr", NEEDS, (WORKERS, HEADS), Secrecy.SEALED, -1, 13, yearly=True),
    Plan("Absprache mit den Schulen", AGREEMENT, (HEADS,), Secrecy.NAMED, -1, 20),
)


async def survey(settings: Settings, directory: Database, ours: Database) -> None:
    """Once its people are known; does nothing where it is there."""
    if MUNICIPALITY not in settings.municipalities:
        return
    calendar = Calendar(SystemClock().now())
    database = Database(settings.database("surveys"), "surveys", calendar)
    try:
        if await _is_known(database) or not await _has_people(database):
            return
        await _know_workplaces(directory, database)
        papers = await _papers(database)
        for each in PLANS:
            today = local_date(SystemClock().now())
            day = working_day(today + timedelta(days=each.first))
            calendar.moment = rules.opens_at(day)
            await _begin(settings, database, each, papers[each.paper], day)
        async with ours.transaction() as uow:
            uow.notify(collecting.CHANNEL)
        await publish(ours, PLANS[0].title)
    finally:
        await database.close()


async def _is_known(database: Database) -> bool:
    find = select(PlannedSurvey.id).where(PlannedSurvey.tenant == MUNICIPALITY).limit(1)
    async with database.reading() as session:
        return (await session.execute(find)).first() is not None


async def _has_people(database: Database) -> bool:
    """Waits for the copies of what the directory says."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            async with database.reading() as session:
                known = (await session.execute(select(func.count()).select_from(access))).scalar()
            if (known or 0) >= LEAST:
                return True
            await asyncio.sleep(PAUSE_SECONDS)


async def _know_workplaces(directory: Database, database: Database) -> None:
    """As if it had heard of each hire of those who had been there before."""
    query = (
        select(employments, placements.c.valid_from, organizations.c.school_type)
        .join(placements, placements.c.employment_id == employments.c.id)
        .join(organizations, organizations.c.id == placements.c.school_id)
        .where(employments.c.tenant == MUNICIPALITY, placements.c.superseded_at.is_(None))
    )
    async with directory.reading() as session:
        rows = (await session.execute(query)).all()
    found: dict[tuple[UUID, date], RowOf[Workplace]] = {}
    for row in rows:
        known = found.setdefault(
            (row.id, row.valid_from),
            row_of(Workplace)(
                tenant=row.tenant,
                employment_id=row.id,
                valid_from=row.valid_from,
                worker_id=row.worker_id,
                carrier_id=row.carrier_id,
                school_types=[],
                last_day=row.last_day or row.fixed_term_until,
            ),
        )
        known["school_types"] = sorted({*known["school_types"], str(row.school_type)})
    async with database.transaction() as uow:
        await insert_rows(uow.session, workplaces, list(found.values()), ignore_conflicts=True)


async def _papers(database: Database) -> Mapping[str, UUID]:
    """By title: those of the office, and a short one for heads."""
    talk = orjson.loads(TALK.read_bytes())
    async with database.transaction() as uow:
        row = Questionnaire(
            id=new_id(),
            tenant=MUNICIPALITY,
            title=talk["title"],
            document=talk["document"],
            changed_at=uow.now,
        )
        uow.session.add(row)
        await uow.session.flush()
        known = await questionnaires.choices(uow.session, MUNICIPALITY)
    return {title: key for key, title in known}


async def _begin(
    settings: Settings, database: Database, plan: Plan, paper: UUID, day: date
) -> None:
    """In one transaction: who opens urns finds this one with everything in it."""
    last = day + timedelta(days=plan.last - plan.first)
    seals = Seals(derive(settings.secret_of("surveys"), KEY))
    async with database.transaction() as uow:
        row = PlannedSurvey(
            id=new_id(),
            tenant=MUNICIPALITY,
            title=plan.title,
            questionnaire_id=paper,
            version_id=await freezing.freeze(uow, MUNICIPALITY, paper),
            secrecy=plan.secrecy,
            state=State.PLANNED,
            roles=sorted(each.value for each in plan.roles),
            carriers=[],
            school_types=[],
            breakdowns=[],
            opens_at=rules.opens_at(day),
            closes_at=rules.closes_at(last),
            remind_on=day + timedelta(days=7),
            yearly=plan.yearly,
            created_at=uow.now,
        )
        uow.session.add(row)
        await uow.session.flush()
        await use_cases.open_due(uow, seals, row.id)
        await uow.session.flush()
        if plan.answers:
            await _answer(uow, settings, seals, row, plan.answers)


async def _answer(
    uow: UnitOfWork, settings: Settings, seals: Seals, row: PlannedSurvey, number: int
) -> None:
    [urn] = await urns.urns_of(uow.session, MUNICIPALITY, row.id)
    await collecting.give_key(uow, seals, urn.id, KeyFiles.of(settings).make(urn.id))
    await uow.session.flush()
    asked = await questionnaires.version(uow.session, MUNICIPALITY, row.version_id)
    links = await collecting.fresh_links(uow, seals, row.id)
    for place, link in enumerate(links[:number]):
        raw = _said(asked.document, place)
        answers = read(asked.document.questions.values(), raw).answers
        await collecting.submit(uow, seals, link.token, counted(asked.document, answers))


def _said(document: Document, place: int) -> Mapping[str, Sequence[str]]:
    """Something for each question, by turns."""
    found: dict[str, Sequence[str]] = {}
    for number, question in enumerate(document.questions.values()):
        turn = place + number
        keys = [each.key for each in question.options if not each.exclusive]
        if question.kind is QuestionKind.TEXT:
            found[name_of(question)] = [SAID[turn % len(SAID)]]
        elif question.kind is QuestionKind.NUMBER:
            found[name_of(question)] = [str((question.least or 0) + 5 + turn % 9)]
        elif question.kind is QuestionKind.MULTIPLE:
            found[name_of(question)] = sorted({keys[turn % len(keys)], keys[0]})
        elif question.kind is QuestionKind.RANKING:
            rows = question.rows
            found |= {
                name_of(question, each): [str(1 + (turn + at) % len(rows))]
                for at, each in enumerate(rows)
            }
        elif question.rows:
            found |= {
                name_of(question, each): [keys[(turn + at) % len(keys)]]
                for at, each in enumerate(question.rows)
            }
        elif keys:
            found[name_of(question)] = [keys[turn % len(keys)]]
    return found
