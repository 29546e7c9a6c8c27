"""Last year's pulses of the sample: who was asked, and what lay in the opened urns."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from deploy.seed.ids import dice_for
from deploy.seed.urns import opened
from services.directory.employments.models import employments
from services.surveys.answers.rules import Answer
from services.surveys.answers.values import items_of
from services.surveys.invitations.models import invitations, surveys
from services.surveys.invitations.rules import closes_on
from services.surveys.invitations.values import InvitationState
from services.surveys.pulses.models import pulses
from services.surveys.pulses.rules import PulseState
from services.surveys.values import school_year
from shared.clock import local_date
from shared.contracts.surveys import Occasion
from shared.database.writes import Write, write_all
from shared.ids import new_id
from shared.messaging.database import Database

Worker = tuple[UUID, UUID]
"""Their id, and their employment's."""
MUNICIPALITY, ASKED, LEFT = "05978004", 16, 9
ANSWERED = {Occasion.DAY_30: 12, Occasion.DAY_100: 7, Occasion.EXIT: 6}
DAYS = {Occasion.DAY_30: (10, 12), Occasion.DAY_100: (12, 21), Occasion.EXIT: (12, 11)}
"""Month and day on which they were asked."""
SAID = (
    "Das Kollegium hat mich beim ersten Teamfrühstück vorgestellt. Das hat viel erleichtert.",
    "Ein eigener Raum hat lange gefehlt, Gespräche fanden im Flur statt.",
    "Der Austausch mit den anderen in Bergkamen war die größte Hilfe.",
    "Schlüssel und Zugang zum Rechner kamen erst in der dritten Woche.",
)


async def have_asked(directory: Database, ours: Database, now: datetime) -> None:
    """Workers of the sample, in the last school year, and some of whom nothing is left but this.

    Does nothing where it is there.
    """
    year = school_year(local_date(now)) - 1
    known = select(surveys.c.id).where(
        surveys.c.tenant == MUNICIPALITY, surveys.c.school_year == year
    )
    async with ours.reading() as session:
        if (await session.execute(known.limit(1))).first():
            return
    there = select(employments).where(
        employments.c.tenant == MUNICIPALITY, employments.c.cancelled_at.is_(None)
    )
    async with directory.reading() as session:
        rows = await session.execute(there.order_by(employments.c.id).limit(ASKED))
    workers = [(row.worker_id, row.id) for row in rows]
    workers += [(uuid4(), uuid4()) for _ in range(ASKED - len(workers))]
    async with ours.transaction() as uow:
        for occasion, (month, day) in DAYS.items():
            survey_id = new_id()
            whom = _gone() if occasion is Occasion.EXIT else workers
            asked = _asked(whom, occasion, survey_id, date(year, month, day))
            given = [_answer(occasion, number) for number in range(ANSWERED[occasion])]
            ended = now - timedelta(days=200)
            urn = opened(dice_for(occasion), MUNICIPALITY, survey_id, given, ended)
            row = {"id": survey_id, "tenant": MUNICIPALITY, "occasion": occasion.value}
            made = Write(surveys, [row | {"school_year": year}])
            await write_all(uow.session, [made, *asked, *urn])


def _asked(
    workers: Sequence[Worker], occasion: Occasion, survey_id: UUID, day: date
) -> list[Write]:
    plans = [
        {
            "id": uuid4(),
            "tenant": MUNICIPALITY,
            "onboarding_id": uuid4(),
            "worker_id": worker_id,
            "employment_id": employment_id,
            "occasion": occasion.value,
            "due_on": day,
            "state": PulseState.OPENED.value,
            "correlation_id": uuid4(),
            "causation_id": None,
        }
        for worker_id, employment_id in workers
    ]
    closed = {
        "tenant": MUNICIPALITY,
        "survey_id": survey_id,
        "closes_on": closes_on(day),
        "state": InvitationState.CLOSED.value,
    }
    return [
        Write(pulses, plans),
        Write(invitations, [{"id": plan["id"], **closed} for plan in plans]),
    ]


def _gone() -> Sequence[Worker]:
    """Who has left since, of whom nothing else is known."""
    return [(uuid4(), uuid4()) for _ in range(LEFT)]


def _answer(occasion: Occasion, number: int) -> Answer:
    ratings = {
        item.code: 5 - (number * (place + 2) + place) % 5 % 4
        for place, item in enumerate(items_of(occasion))
    }
    return Answer(ratings, SAID[number // 3] if number % 3 == 0 else None)
