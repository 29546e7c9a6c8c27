"""What a gathering and its dates must satisfy."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Column

from services.trainings.gatherings.values import Slot
from services.trainings.models import Gathering, GatheringDate, metadata
from services.trainings.seats.values import Occupancy
from shared.clock import BERLIN, local_date
from shared.contracts.gatherings import DateFact, GatheringRecord, GatheringState, SlotFact
from shared.web.kit.reasons import reasons
from shared.web.problem import FieldError, Problem

reasons(
    {
        "must end after it begins": "Das Ende liegt nicht nach dem Beginn.",
        "must be given with its day": "Bitte geben Sie auch das an, oder lassen Sie Tag und Zeiten"
        " leer.",
        "must be a time of that day": "An diesem Tag gibt es diese Uhrzeit nicht.",
        "must lie within three years": "Das liegt mehr als drei Jahre entfernt. Stimmt das Jahr?",
        "must lie before the first date": "Das liegt nach dem ersten Termin.",
        "must not be less than what is given": "Es sind schon mehr Plätze vergeben.",
        "must stay as people have registered": "Es gibt schon Anmeldungen; das steht damit fest.",
        "nobody here is called so": "Hier heißt niemand so. Bitte prüfen Sie die Schreibweise.",
    }
)
FARTHEST = timedelta(days=3 * 366)
UNIT = timedelta(minutes=45)
"""Of teaching (Unterrichtseinheit)."""
SETTINGS = frozenset({"gathering_dates", "public_gatherings", "seat_quotas", "counted_gatherings"})
"""What goes with a draft that is deleted."""
_MAY_BECOME = {
    GatheringState.OPEN: (GatheringState.DRAFT, GatheringState.CLOSED),
    GatheringState.CLOSED: (GatheringState.OPEN,),
    GatheringState.CANCELLED: (GatheringState.OPEN, GatheringState.CLOSED),
}


def hanging() -> list[Column[UUID]]:
    """Where rows name a gathering, in whatever capability."""
    gathering_id = metadata.tables["gatherings"].c.id
    keys = (key for table in metadata.sorted_tables for key in table.foreign_keys)
    return [key.parent for key in keys if key.column is gathering_id]


def moments(slot: Slot) -> tuple[datetime, datetime]:
    """When it begins and ends; raises ``Problem`` for times that the day does not have."""
    if slot.ends <= slot.starts:
        raise _invalid("ends", "must end after it begins")
    return _moment(slot.day, slot.starts, "starts"), _moment(slot.day, slot.ends, "ends")


def refuse_half(first: Mapping[str, object]) -> None:
    """Raise ``Problem`` for a day without times, or times without a day."""
    missing = [name for name, each in first.items() if each is None]
    if missing and len(missing) < len(first):
        raise _invalid(missing[0], "must be given with its day")


def month_meant(month: int, now: datetime, *, past: bool) -> tuple[datetime, datetime]:
    """The next such month, or the one before where one looks back; the present one is either."""
    today = local_date(now)
    later = month < today.month and not past
    earlier = month > today.month and past
    first = date(today.year + later - earlier, month, 1)
    following = (first + timedelta(days=32)).replace(day=1)
    return datetime.combine(first, time(), BERLIN), datetime.combine(following, time(), BERLIN)


def usual_units(slot: Slot) -> Decimal:
    """As many as fit into its time; breaks are the office's to take off."""
    minutes = datetime.combine(slot.day, slot.ends) - datetime.combine(slot.day, slot.starts)
    return Decimal(minutes // UNIT)


def refuse_far(day: date, today: date) -> None:
    """Raise ``Problem`` for a day that is hardly meant."""
    if abs(day - today) > FARTHEST:
        raise _invalid("day", "must lie within three years")


def refuse_state(state: GatheringState, wanted: GatheringState) -> None:
    """Raise ``Problem`` where it cannot come to this."""
    if state not in _MAY_BECOME[wanted]:
        raise Problem(409, "gathering-state", "It cannot come to this any more")


def refuse_dateless(dates: Iterable[GatheringDate]) -> None:
    """Raise ``Problem`` for a gathering that nobody could go to."""
    if all(each.cancelled for each in dates):
        raise Problem(409, "gathering-without-date", "It has no date")


def refuse_late(
    register_until: date | None, starts_at: datetime | None, *, before: date | None = None
) -> None:
    """Raise ``Problem`` for a deadline after the beginning; one that was so ``before`` stays.

    A date that came forward has made it so, and whoever changes something else sees no deadline.
    """
    if register_until == before:
        return
    if register_until and starts_at and register_until > local_date(starts_at):
        raise _invalid("register_until", "must lie before the first date")


def refuse_fewer(seats: int | None, wanted: int | None, given: int) -> None:
    """Raise ``Problem`` for fewer seats than are given; who has one, keeps it."""
    fewer = wanted is not None and (seats is None or wanted < seats)
    if fewer and wanted is not None and wanted < given:
        raise _invalid("capacity", "must not be less than what is given")


def refuse_another_way(full: Occupancy) -> None:
    """Raise ``Problem`` where people have registered in the one way."""
    if full.confirmed + full.offered + full.waiting + full.pending:
        raise _invalid("needs_approval", "must stay as people have registered")


def next_of(dates: Iterable[GatheringDate], now: datetime) -> GatheringDate | None:
    """The next existing one by time."""
    held = (each for each in dates if not each.cancelled and each.ends_at > now)
    return min(held, key=lambda each: each.starts_at, default=None)


def span(row: Gathering, dates: Iterable[GatheringDate]) -> None:
    """Begin and end of the gathering follow from its dates."""
    held = [each for each in dates if not each.cancelled]
    row.starts_at = min((each.starts_at for each in held), default=None)
    row.ends_at = max((each.ends_at for each in held), default=None)


def record(row: Gathering, dates: Iterable[GatheringDate]) -> GatheringRecord:
    """The state others copy."""
    return GatheringRecord(
        gathering_id=row.id,
        version=row.version,
        kind=row.kind,
        title=row.title,
        state=row.state,
        dates=tuple(map(fact, sorted(dates, key=lambda each: each.starts_at))),
        move_up_until=row.move_up_until,
    )


def fact(each: GatheringDate) -> DateFact:
    """A date as others are told of it."""
    return DateFact(
        date_id=each.id,
        day=each.day,
        starts=each.starts,
        ends=each.ends,
        place=each.place,
        cancelled=each.cancelled,
        join_link=each.join_link,
    )


def is_moved(before: DateFact, now: DateFact) -> bool:
    """Whether calendars have to know: a link to join stands in none."""
    return before.model_copy(update={"join_link": now.join_link}) != now


def slot_before(was: DateFact, place: str) -> SlotFact:
    """What a date was, without its place, which an office writes as it likes."""
    return SlotFact(
        day=was.day,
        starts=was.starts,
        ends=was.ends,
        cancelled=was.cancelled,
        place_changed=was.place != place,
    )


def _moment(day: date, at: time, field: str) -> datetime:
    """In the night when clocks go forward an hour is missing."""
    moment = datetime.combine(day, at, BERLIN)
    if datetime.fromtimestamp(moment.timestamp(), BERLIN).time() != at:
        raise _invalid(field, "must be a time of that day")
    return moment


def _invalid(field: str, reason: str) -> Problem:
    errors = [FieldError(field, reason)]
    return Problem(422, "invalid-gathering", "The gathering is not valid", errors=errors)
