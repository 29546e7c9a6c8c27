"""The rows of surveys."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from uuid import UUID

from deploy.seed import urns
from deploy.seed.ids import dice_for, id_at
from deploy.seed.making import Person
from deploy.seed.town import Town
from deploy.seed.worker import Worker
from services.surveys.answers.rules import Answer
from services.surveys.answers.values import ITEMS, SCALE
from services.surveys.invitations.models import invitations, surveys
from services.surveys.invitations.rules import closes_on
from services.surveys.invitations.values import InvitationState
from services.surveys.pulses.models import ends, pulses
from services.surveys.pulses.rules import PulseState, pulse_days
from services.surveys.values import school_year
from shared.clock import local_date
from shared.contracts.surveys import Occasion
from shared.database.writes import Row, Write
from shared.small_numbers.sizes import LEAST

ANSWERED = 0.6
"""Share of those who were invited."""
Key = tuple[str, int]


@dataclass(frozen=True)
class _Pulse:
    id: UUID
    person: Person
    worker: Worker
    occasion: Occasion
    day: date
    state: PulseState

    @property
    def survey(self) -> Key:
        return self.occasion.value, school_year(self.day)


def rows(municipality: Town) -> list[Write]:
    """Plans, invitations, and what lay in opened urns."""
    dice, today = dice_for(municipality.key), local_date(municipality.now)
    of_town = {"tenant": municipality.key}
    planned = [
        _Pulse(id_at(dice, each.hired_at), person, each, occasion, day, _state(each, day, today))
        for person, each in municipality.workers
        for occasion, day in pulse_days(each.start, local_date(each.hired_at)).items()
    ]
    opened = [each for each in planned if each.state is PulseState.OPENED]
    ids = {key: id_at(dice, municipality.began) for key in sorted({each.survey for each in opened})}
    left = [each for _, each in municipality.workers if each.last_day]
    return [
        Write(pulses, [{**of_town, **_pulse(each)} for each in planned]),
        Write(ends, [{**of_town, **_end(each)} for each in left]),
        Write(
            surveys,
            [
                {**of_town, "id": key, "occasion": occasion, "school_year": year}
                for (occasion, year), key in ids.items()
            ],
        ),
        Write(
            invitations,
            [{**of_town, **_invitation(each, ids[each.survey], today)} for each in opened],
        ),
        *_opened(dice, municipality, [ids[p.survey] for p in opened]),
    ]


def _state(worker: Worker, day: date, today: date) -> PulseState:
    if worker.last_day and day > worker.last_day:
        return PulseState.CANCELLED
    return PulseState.OPENED if day <= today else PulseState.PLANNED


def _pulse(each: _Pulse) -> Row:
    return {
        "id": each.id,
        "onboarding_id": each.worker.onboarding_id,
        "worker_id": each.person.id,
        "employment_id": each.worker.employment_id,
        "occasion": each.occasion.value,
        "due_on": each.day,
        "state": each.state.value,
        "correlation_id": each.worker.story,
        "causation_id": None,
    }


def _end(worker: Worker) -> Row:
    return {
        "employment_id": worker.employment_id,
        "last_day": worker.last_day,
        "correlation_id": worker.story,
        "causation_id": None,
    }


def _invitation(each: _Pulse, survey_id: UUID, today: date) -> Row:
    over = closes_on(each.day) < today
    state = InvitationState.CLOSED if over else InvitationState.WAITING
    last = closes_on(each.day)
    return {"id": each.id, "survey_id": survey_id, "closes_on": last, "state": state.value}


def _opened(dice: Random, municipality: Town, invited: Sequence[UUID]) -> list[Write]:
    """One urn for each survey that enough have answered."""
    given: defaultdict[UUID, list[Answer]] = defaultdict(list)
    for survey_id in invited:
        if dice.random() < ANSWERED:
            given[survey_id].append(_answer(dice))
    return [
        write
        for survey_id, answers in given.items()
        if len(answers) >= LEAST
        for write in urns.opened(dice, municipality.key, survey_id, answers, municipality.now)
    ]


def _answer(dice: Random) -> Answer:
    ratings = {item.code: dice.choice(list(SCALE)) for item in ITEMS}
    return Answer(ratings, "Der Schlüssel kam spät." if dice.random() < 0.1 else None)
