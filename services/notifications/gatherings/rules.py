"""Whether a mail about a seat is still true, and of which dates people are reminded now."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from icalendar import Calendar, Component

from services.notifications.gatherings.models import Gathering, Registration
from services.notifications.gatherings.values import (
    AFTERWARDS,
    ASKING,
    CHANGED,
    DAYS,
    FOLLOWING,
    GONE,
    INVITED_ANEW,
    INVITING,
    OFFERED,
    RECEIPT,
    RECEIVED,
    RELEASED,
    REMINDER,
    SAY_DATES,
    UNINVITED,
    WEEK_BEFORE,
    Invite,
    Lead,
    Others,
    Seat,
    slot_of,
)
from services.notifications.matters.values import Offer
from services.notifications.values import Notice
from shared.clock import BERLIN
from shared.contracts.gatherings import Approval, DateFact, GatheringState, Place, SeatLoss
from shared.contracts.invitations import InvitationEnd
from shared.contracts.notifications import LetterKind
from shared.json import Json

OFFICE_OPENS = time(8)
"""Reminders are owed from then on; a day is theirs as a whole if nothing went out earlier."""


READY = (Approval.NOT_NEEDED, Approval.APPROVED)
_LARGEST_CALENDAR = 100_000
_UNREADABLE = (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    """What somebody's calendar says to one date (RFC 5546, 3.2.3)."""

    uid: str
    attendees: frozenset[str]
    declines: bool
    sequence: int | None


def read_answer(calendar: bytes) -> CalendarAnswer | None:
    """None for what is no answer to one date; nothing in it is believed but what it says of it."""
    if len(calendar) > _LARGEST_CALENDAR:
        return None
    try:
        found = Calendar.from_ical(calendar.replace(b"\0", b"").decode())
        events = [each for each in found.subcomponents if each.name == "VEVENT"]
        if str(found.get("METHOD", "")).upper() != "REPLY" or len(events) != 1:
            return None
        return _answer_in(events[0])
    except _UNREADABLE:
        return None


def _answer_in(event: Component) -> CalendarAnswer:
    given = event.get("ATTENDEE", [])
    attendees = given if isinstance(given, list) else [given]
    states = {str(each.params.get("PARTSTAT", "")).upper() for each in attendees}
    return CalendarAnswer(
        uid=str(event.get("UID", "")),
        attendees=frozenset(str(each).lower().removeprefix("mailto:") for each in attendees),
        declines=states == {"DECLINED"},
        sequence=int(str(event["SEQUENCE"])) if "SEQUENCE" in event else None,
    )


def seat_in(
    row: Registration,
    gathering: Gathering,
    grants: Sequence[Json],
    told: Mapping[UUID, Invite],
    others: Others = (),
) -> Seat:
    """``grants`` are those of its person, of whatever municipality."""
    return Seat(
        registration_id=row.registration_id,
        gathering_id=row.gathering_id,
        kind=gathering.kind,
        title=gathering.title,
        called_off=gathering.state is GatheringState.CANCELLED,
        place=row.place,
        approval=row.approval,
        answer_until=row.answer_until,
        sequence=row.sequence,
        apologised=row.apologised,
        move_up_until=gathering.move_up_until,
        dates=dates_of(gathering),
        known_at=row.as_of,
        gathering_known_at=gathering.as_of,
        told=told,
        others=others,
        signs_in=any(each["municipality"] == row.tenant for each in grants),
    )


def invited_seat(
    notice: Notice, gathering: Gathering, grants: Sequence[Json], *, registered: bool
) -> Seat:
    """None of theirs yet; ``called_off`` also where nobody can register any more."""
    return Seat(
        registration_id=notice.subject_id,
        gathering_id=gathering.gathering_id,
        kind=gathering.kind,
        title=gathering.title,
        called_off=gathering.state is not GatheringState.OPEN,
        place=Place.WAITING if registered else Place.WITHDRAWN,
        approval=Approval.NOT_NEEDED,
        answer_until=None,
        sequence=0,
        move_up_until=gathering.move_up_until,
        dates=dates_of(gathering),
        known_at=gathering.as_of,
        gathering_known_at=gathering.as_of,
        signs_in=any(each["municipality"] == notice.tenant for each in grants),
    )


def offer(row: Gathering, waiting: int) -> Offer:
    """With the first of the dates that take place."""
    held = [each for each in dates_of(row) if not each.cancelled]
    first = min(held, key=lambda each: (each.day, each.starts), default=None)
    is_open = row.state is GatheringState.OPEN
    return Offer(row.title, is_open, row.state is GatheringState.CANCELLED, first, waiting)


def dates_of(gathering: Gathering) -> list[DateFact]:
    return [DateFact.model_validate(each) for each in gathering.dates]


def with_first(notices: Sequence[Notice]) -> Iterator[tuple[Notice, Notice]]:
    """Each, and of several changes of a date the first: what was before that one counts."""
    first: dict[tuple[UUID, str], Notice] = {}
    for each in sorted(notices, key=lambda each: each.happened_at):
        if each.kind == CHANGED:
            first.setdefault((each.subject_id, each.payload["date_id"]), each)
    for each in notices:
        changed = each.kind == CHANGED
        yield each, first[each.subject_id, each.payload["date_id"]] if changed else each


def needless(notices: Sequence[Notice], seats: Mapping[UUID, Seat], now: datetime) -> list[UUID]:
    """Which of these nobody has to be told; a change is said by what lists the dates anyway."""
    known = [each for each in with_first(notices) if each[0].subject_id in seats]
    found = {each.id for each, first in known if is_needless(first, seats[first.subject_id], now)}
    said = {each.subject_id for each, _ in known if each.kind in SAY_DATES and each.id not in found}
    return [
        each.id
        for each, _ in known
        if each.id in found or (each.kind == CHANGED and _is_said(each, seats, said))
    ]


def is_needless(notice: Notice, seat: Seat, now: datetime) -> bool:
    """It was so, and is not any more; what older copies say is not asked."""
    if notice.kind in AFTERWARDS or not seat.knows(notice.kind, notice.happened_at):
        return False
    if notice.kind == RELEASED:
        united = notice.payload.get("reason") == SeatLoss.UNITED
        return seat.place not in GONE or (seat.is_replaced and not united)
    if notice.kind == RECEIPT:
        return seat.place in GONE
    if notice.kind in INVITING:
        return _asks_nobody(notice, seat, now)
    if seat.called_off or seat.is_over(now):
        return True
    if notice.kind == RECEIVED:
        return seat.place is not Place.WAITING
    if notice.kind == OFFERED:
        open_still = seat.answer_until is not None and now < seat.answer_until
        return seat.place is not Place.OFFERED or not open_still
    if notice.kind == CHANGED:
        told = seat.has_told(UUID(notice.payload["date_id"]))
        return seat.place in GONE or told or not seat.differs_from(notice.payload)
    if seat.place is not Place.CONFIRMED:
        return True
    return notice.kind in ASKING and _is_past(notice, seat, now)


def unheard(
    notices: Sequence[Notice], mailed: Collection[UUID], ended: Mapping[UUID, datetime]
) -> Iterator[UUID]:
    """Of these: what follows an invitation that was not ``mailed``, or is taken back since."""
    for each in notices:
        over = ended.get(each.subject_id, each.happened_at) > each.happened_at
        if (each.kind in FOLLOWING and each.subject_id not in mailed) or over:
            yield each.id


def _asks_nobody(notice: Notice, seat: Seat, now: datetime) -> bool:
    """Of an invitation, or of what has become of one; ``called_off`` if nobody can register."""
    if notice.kind == UNINVITED:
        again = notice.payload["why"] == InvitationEnd.CALLED_OFF and not seat.called_off
        return seat.is_over(now) or again
    if seat.called_off or seat.is_over(now) or seat.place not in GONE:
        return True
    return notice.kind == INVITED_ANEW and not seat.differs_from(notice.payload)


def due(gathering: Gathering, now: datetime) -> Iterator[tuple[DateFact, Lead, LetterKind]]:
    """Of which of its dates people are to be reminded today, and how."""
    local = now.astimezone(BERLIN)
    if local.time() < OFFICE_OPENS:
        return
    for each in dates_of(gathering):
        ahead = (each.day - local.date()).days
        first = each.day == gathering.first_day
        if each.cancelled:
            continue
        if ahead == DAYS[Lead.DAY]:
            yield each, Lead.DAY, REMINDER
        elif ahead == DAYS[Lead.WEEK] and first and gathering.kind in WEEK_BEFORE:
            yield each, Lead.WEEK, WEEK_BEFORE[gathering.kind]


def days_ahead(today: date) -> tuple[date, date]:
    """Between which a date lies of which somebody may have to be reminded."""
    ahead = [today.toordinal() + each for each in DAYS.values()]
    return date.fromordinal(min(ahead)), date.fromordinal(max(ahead))


def _is_said(notice: Notice, seats: Mapping[UUID, Seat], said: Collection[UUID]) -> bool:
    """Another mail that is about to go out will list the date as it is since the change."""
    seat = seats[notice.subject_id]
    return notice.subject_id in said and seat.knows(notice.kind, notice.happened_at)


def _is_past(notice: Notice, seat: Seat, now: datetime) -> bool:
    """The date is another one by now, or has begun."""
    found = seat.date_of(UUID(notice.payload["date_id"]))
    if found is None or found.cancelled or found.day.isoformat() != notice.payload["day"]:
        return True
    return slot_of(found).starts_at <= now
