"""What the sample's people said about four trainings, one of which still asks.

By the use cases of both services, at the times at which it would have happened. Answers are in
nobody's name: rights are random, as ever.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import cycle, islice
from uuid import UUID, uuid4

from deploy.sample.meetings import Meeting
from deploy.sample.past_year import HOUR, SAID, Office, came, convene, working_day
from services.surveys.feedback import rules, use_cases
from services.surveys.feedback.models import Feedback
from services.surveys.feedback.values import NO_ANSWER, PURPOSE, AnswerKind, questionnaire
from services.surveys.feedback_questions import queries as own
from services.surveys.feedback_questions.models import FeedbackQuestion
from services.surveys.openings.gateways import KeyFiles
from services.surveys.urns import queries as urns
from services.surveys.urns import use_cases as collecting
from services.surveys.urns.values import KEY, Seals
from services.trainings.certificate_details import use_cases as details
from services.trainings.certificates import use_cases as certificates
from services.trainings.certificates.values import SHARE
from services.trainings.feedback_rights import use_cases as rights
from services.trainings.feedback_rights.models import FeedbackPlan
from services.trainings.feedback_rights.rules import closes_on
from shared.clock import SystemClock, local_date
from shared.contracts.gatherings import GatheringKind
from shared.keys import derive
from shared.messaging.database import Database
from shared.messaging.unit_of_work import UnitOfWork
from shared.settings import Settings

ASKED_AFTER = timedelta(hours=16)
PLACE = (AnswerKind.SCALE, "Der Ort war gut zu erreichen.", ())
WHEN = (
    AnswerKind.CHOICE,
    "Wann passt Ihnen ein Aufbautag am besten?",
    ("vormittags", "nachmittags", "als Videokonferenz"),
)
MISSING = (AnswerKind.TEXT, "Welches Thema fehlt Ihnen im nächsten Halbjahr?", ())
GOOD = (
    "Die Übungen in kleinen Gruppen.",
    "Endlich Fälle aus unserer eigenen Arbeit.",
    "Klare Sprache, gutes Handout.",
    "",
    "Dass auch die OGS dabei war.",
    "Der Leitfaden zum Mitnehmen\nund dass wir ihn gleich ausprobiert haben.",
    "",
    "Ruhige Moderation.",
    "Viel Praxis, wenig Folien.",
    "Der Austausch mit den Schulleitungen.",
    "",
    "Die Pause mit Kaffee und Gesprächen.",
)
BETTER = (
    "Mehr Zeit für den Austausch.",
    "",
    "Bitte früher im Schuljahr.",
    "",
    "Ein zweiter Termin zur Vertiefung.",
    "",
    "Der Raum war am Nachmittag zu warm.",
    "",
    "",
    "Beispiele auch aus der Grundschule.",
    "",
    "",
)


@dataclass(frozen=True)
class Voiced:
    """A training that is over, and how many answered; None for one that still asks."""

    days_ago: int
    title: str
    answers: int | None
    scale: str
    """What was answered on the scale, by turns."""
    everyone: bool = False
    own: Sequence[tuple[AnswerKind, str, tuple[str, ...]]] = ()

    @property
    def meeting(self) -> Meeting:
        return Meeting(
            self.days_ago,
            kind=GatheringKind.TRAINING,
            title=self.title,
            content="Fortbildung für alle, die an Schulen arbeiten; mit Übungen.",
            ends=time(16),
        )


VOICED = (
    Voiced(75, "Gespräche mit Eltern führen", 12, "544535425", everyone=True, own=(PLACE, WHEN)),
    Voiced(47, "Schulangst erkennen", 3, "43"),
    Voiced(24, "Medien und Sucht: was Schulen wissen sollten", 6, "34425"),
    Voiced(2, "Deeskalation auf dem Schulhof", None, "", own=(PLACE, WHEN, MISSING)),
)


async def listen(settings: Settings, office: Office, today: date) -> None:
    """After the rest of the year."""
    surveys = Database(settings.database("surveys"), "surveys", office.calendar)
    try:
        for each in VOICED:
            there = replace(office, guests=office.everyone) if each.everyone else office
            day = working_day(today - timedelta(days=each.days_ago))
            key = await convene(there, each.meeting, day)
            ended = await came(there, key, day)
            await _question(surveys, office, each, key, ended)
            if each.answers is None:
                async with office.at(SystemClock().now()) as (uow, me):
                    await rights.open_one(uow, me.tenant, key)
            else:
                await _answered(settings, surveys, there, each, key, ended + ASKED_AFTER)
    finally:
        await surveys.close()


async def _question(
    surveys: Database, office: Office, voiced: Voiced, key: UUID, ended: datetime
) -> None:
    office.calendar.moment = ended - HOUR
    async with surveys.transaction() as uow:
        for kind, text, options in voiced.own:
            uow.session.add(
                FeedbackQuestion(
                    tenant=office.tenant,
                    gathering_id=key,
                    kind=kind,
                    text=text,
                    options=[*options],
                )
            )
            await uow.session.flush()


async def _answered(
    settings: Settings,
    surveys: Database,
    office: Office,
    voiced: Voiced,
    key: UUID,
    asked_at: datetime,
) -> None:
    """In one transaction: who opens urns finds this one with everything in it, and over."""
    last = closes_on(local_date(asked_at))
    async with office.at(asked_at) as (uow, me):
        plan = FeedbackPlan(tenant=me.tenant, gathering_id=key, asked=True, opened_at=uow.now)
        plan.closes_on = last
        uow.session.add(plan)
    async with office.at(asked_at + HOUR) as (uow, me):
        await details.write(uow, me, key, SAID)
        await uow.session.flush()
        await certificates.issue_all(uow, me, office.site, key, SHARE)
    tokens = [uuid4() for _ in office.guests[1:]]
    office.calendar.moment = asked_at
    async with surveys.transaction() as uow:
        uow.session.add(
            Feedback(
                tenant=office.tenant,
                id=key,
                last_day=local_date(asked_at - ASKED_AFTER),
                closes_at=rules.closes_at(last),
                invited=len(tokens),
                rights=[str(each) for each in tokens],
                reminded_at=uow.now,
            )
        )
        await uow.session.flush()
        await _fill(uow, settings, office.tenant, voiced, key, tokens)


async def _fill(
    uow: UnitOfWork,
    settings: Settings,
    tenant: str,
    voiced: Voiced,
    key: UUID,
    tokens: Sequence[UUID],
) -> None:
    secret = settings.secret_of("surveys")
    seals, mine = Seals(derive(secret, KEY)), derive(secret, PURPOSE)
    await use_cases.plan_urn(uow, seals, mine, key)
    [urn] = await urns.urns_of(uow.session, tenant, key)
    await collecting.give_key(uow, seals, urn.id, KeyFiles.of(settings).make(urn.id))
    await uow.session.flush()
    asked = questionnaire(await own.questions_of(uow.session, tenant, key))
    for number, right in enumerate(tokens[: voiced.answers]):
        token = rules.token_of(mine, right)
        await use_cases.hand_in(uow, seals, token, asked, _said(voiced, number))


def _said(voiced: Voiced, number: int) -> Mapping[str, str]:
    useful, clear, time_, recommend, place = islice(cycle(voiced.scale), number, number + 5)
    return {
        "useful": useful,
        "understandable": clear,
        "time": NO_ANSWER if number == 4 else time_,
        "recommend": recommend,
        "own1": place,
        "own2": str(1 + number % 3),
        "own3": "",
        "good": GOOD[number],
        "better": BETTER[number],
    }
