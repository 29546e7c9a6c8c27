"""The rows of trainings about gatherings: six years of them, one with nearly everybody."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from deploy.seed.ids import NEW, dice_for, id_at
from deploy.seed.making import Person
from deploy.seed.names import TOPICS
from deploy.seed.town import Town
from services.trainings.attendance.models import attendance_marks
from services.trainings.attendance.values import Oddity, Presence, Way
from services.trainings.models import gathering_dates, gatherings, registrations
from services.trainings.seats.models import seat_changes
from services.trainings.values import Audience
from shared.clock import A_DAY, BERLIN, local_date
from shared.contracts.gatherings import Approval, GatheringKind, GatheringState, Place
from shared.contracts.words import word
from shared.database.search import fold, spellings
from shared.database.writes import Row, Write
from shared.working_days import is_working_day

NUMBER = 51
"""Of each municipality: 20,000 in a state."""
USUAL, SEATS, LARGE = 8, 6, 300
"""People who want to come to one, seats of it, and people at the symposium to come."""
HOURS = timedelta(hours=3)
AHEAD = timedelta(days=365)
KINDS = [GatheringKind.WORKING_GROUP, GatheringKind.TRAINING, GatheringKind.EXCHANGE]


@dataclass(frozen=True)
class _Gathering:
    id: UUID
    date_id: UUID
    kind: GatheringKind
    title: str
    seats: int
    begin: datetime
    """At nine of a working day."""
    entrants: Sequence[tuple[UUID, Person]]
    """Registrations, in their order."""

    @property
    def opened_at(self) -> datetime:
        return self.begin - timedelta(days=60)

    def place(self, number: int) -> Place:
        return Place.CONFIRMED if number < self.seats else Place.WAITING


def rows(municipality: Town) -> list[Write]:
    """Gatherings with one date each, registrations, and who was there."""
    made, now = list(_made(municipality)), municipality.now
    entries = [row for each in made for row in _entries(each, now)]
    past = [each for each in made if each.begin < now]
    of_town = {"tenant": municipality.key}
    dice = dice_for(f"{municipality.key} attendance")
    return [
        Write(gatherings, [_gathering(each, now) for each in made], common=of_town | NEW),
        Write(gathering_dates, [_date(each) for each in made], common=of_town | NEW),
        Write(registrations, entries, common=of_town | NEW),
        Write(seat_changes, [_change(dice, each) for each in entries], common=of_town),
        Write(
            attendance_marks,
            [row for each in past for row in _marks(dice, each)],
            common=of_town,
        ),
    ]


def _made(municipality: Town) -> Iterator[_Gathering]:
    dice, people = dice_for(f"{municipality.key} gatherings"), municipality.people
    span = municipality.now + AHEAD - municipality.began
    begins = [_nine(municipality.began + span * (each / NUMBER)) for each in range(1, NUMBER + 1)]
    soon = next(each for each in begins if each > municipality.now + A_DAY)
    for number, begin in enumerate(begins):
        large = begin == soon
        kind = GatheringKind.SYMPOSIUM if large else KINDS[number % len(KINDS)]
        chosen = dice.sample(people, min(LARGE if large else USUAL, len(people)))
        entrants = [(_id(dice, min(begin, municipality.now)), each) for each in chosen]
        title = f"{word(GatheringKind, kind)}: {TOPICS[number % len(TOPICS)]}"
        yield _Gathering(
            id=_id(dice, min(begin, municipality.now)),
            date_id=_id(dice, min(begin, municipality.now)),
            kind=kind,
            title=title,
            seats=LARGE if large else SEATS,
            begin=begin,
            entrants=entrants,
        )


def _id(dice: Random, moment: datetime) -> UUID:
    return id_at(dice, moment - timedelta(days=60))


def _nine(moment: datetime) -> datetime:
    day = local_date(moment)
    while not is_working_day(day):
        day += A_DAY
    return datetime(day.year, day.month, day.day, 9, tzinfo=BERLIN)


def _gathering(each: _Gathering, now: datetime) -> Row:
    return {
        "id": each.id,
        "kind": each.kind,
        "title": each.title,
        "title_key": fold(each.title),
        "search_text": spellings(each.title),
        "content": "",
        "state": GatheringState.OPEN if each.begin > now else GatheringState.CLOSED,
        "audience": Audience.EVERYBODY,
        "contact_id": None,
        "capacity": each.seats,
        "needs_approval": False,
        "rests_in_holidays": False,
        "register_until": None,
        "move_up_until": None,
        "series_id": None,
        "starts_at": each.begin,
        "ends_at": each.begin + HOURS,
        "opened_at": min(each.opened_at, now),
    }


def _date(each: _Gathering) -> Row:
    end = each.begin + HOURS
    return {
        "id": each.date_id,
        "gathering_id": each.id,
        "day": each.begin.date(),
        "starts": each.begin.time(),
        "ends": end.time(),
        "starts_at": each.begin,
        "ends_at": end,
        "place": "Rathaus",
        "join_link": "",
        "units": Decimal(4),
        "original_day": each.begin.date(),
        "cancelled": False,
    }


def _entries(each: _Gathering, now: datetime) -> Iterator[Row]:
    for number, (key, person) in enumerate(each.entrants):
        at = min(each.opened_at, now - A_DAY) + timedelta(minutes=number)
        yield {
            "id": key,
            "gathering_id": each.id,
            "person_id": person.id,
            "carrier_id": None,
            "created_by": person.id,
            "submitted_at": at,
            "waiting_since": at,
            "place": each.place(number),
            "approval": Approval.NOT_NEEDED,
            "answer_until": None,
            "sequence": 0,
        }


def _change(dice: Random, entry: Row) -> Row:
    return {
        "id": id_at(dice, entry["submitted_at"]),
        "registration_id": entry["id"],
        "at": entry["submitted_at"],
        "place": entry["place"],
        "approval": entry["approval"],
        "by_id": entry["person_id"],
        "reason": "",
        "overbooked": False,
    }


def _marks(dice: Random, each: _Gathering) -> Iterator[Row]:
    """Whoever had a seat was there, but for one in ten."""
    for key, _ in each.entrants[: each.seats]:
        yield {
            "id": id_at(dice, each.begin),
            "registration_id": key,
            "date_id": each.date_id,
            "presence": Presence.PRESENT if dice.random() < 0.9 else Presence.ABSENT,
            "units": None,
            "way": Way.LIST,
            "oddity": Oddity.NONE,
            "at": each.begin,
            "noted_at": each.begin,
            "by_id": None,
            "reason": "",
            "nonce": "list",
        }
