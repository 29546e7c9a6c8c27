"""Who moves up, and until when an offer is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from services.trainings.models import Gathering, Registration
from services.trainings.seats.values import Belonging, Claim, Outlook, Room, Taken, Why
from shared.clock import A_DAY, BERLIN
from shared.contracts.directory import SchoolType
from shared.contracts.gatherings import Approval
from shared.working_days import is_school_holiday, is_working_day

CLOSING = time(18)
"""When a working day ends for an offer."""
OPENING = time(8)
DAYS_TO_ANSWER = 2
"""Working days after the one on which the offer was made."""
LONGEST_REST = 60
"""Days: summer holidays have 45, and a few before and after."""
LEAST_HOURS = timedelta(hours=4)
"""Of a working day; with less, the organiser asks by telephone who comes."""


def claim(entry: Registration) -> Claim:
    """What it wants, and for what a seat of it counts."""
    return Claim(entry.id, Belonging(entry.carrier_id, entry.school_type))


def moving_up(room: Room, taken: Taken, queue: Iterable[Claim]) -> list[Claim]:
    """Those of the queue for whom there is a seat, in its order.

    Nobody is passed by somebody later, unless only a quota keeps them waiting.
    """
    filling, found = _Filling.of(room, taken), list[Claim]()
    for claim in queue:
        if filling.is_full:
            break
        if filling.refusal(claim.of) is None:
            found.append(claim)
            filling.add(claim.of)
    return found


@dataclass
class _Filling:
    """How many seats are given, in all and of each quota, as one after the other gets one."""

    room: Room
    total: int
    given: list[int]

    @classmethod
    def of(cls, room: Room, taken: Taken) -> "_Filling":
        return cls(room, sum(taken.values()), [each.given(taken) for each in room.quotas])

    @property
    def is_full(self) -> bool:
        return self.room.capacity is not None and self.total >= self.room.capacity

    def add(self, one: Belonging) -> None:
        self.total += 1
        for n, quota in enumerate(self.room.quotas):
            self.given[n] += quota.covers(one)

    def refusal(self, one: Belonging) -> Why | None:
        """Every quota that covers them has to have room, and what is left may not be others'."""
        if self.is_full:
            return Why.FULL
        reserved, is_theirs = 0, False
        for quota, given in zip(self.room.quotas, self.given, strict=True):
            theirs, missing = quota.covers(one), max(quota.least - given, 0)
            if theirs and quota.most is not None and given >= quota.most:
                return Why.SCHOOL_TYPE if isinstance(quota.of, SchoolType) else Why.QUOTA
            reserved += missing
            is_theirs = is_theirs or (theirs and missing > 0)
        if is_theirs or self.room.capacity is None:
            return None
        return Why.RESERVED if self.room.capacity - self.total <= reserved else None


def is_full(room: Room, taken: Taken) -> bool:
    """Whether there is no seat, whoever asks."""
    return room.capacity is not None and sum(taken.values()) >= room.capacity


def is_beyond(room: Room, taken: Taken, one: Belonging) -> bool:
    """Whether one more who belongs there is one too many."""
    return _Filling.of(room, taken).refusal(one) is not None


def open_to(room: Room, taken: Taken, one: Belonging) -> int | None:
    """How many seats people who belong there may have: what is kept for others is none of them."""
    of = [(each, each.given(taken)) for each in room.quotas]
    limits = [max(q.most - given, 0) for q, given in of if q.covers(one) and q.most is not None]
    if room.capacity is not None:
        free = max(room.capacity - sum(taken.values()), 0)
        kept = [(q.covers(one), max(q.least - given, 0)) for q, given in of]
        theirs = min(max((number for mine, number in kept if mine), default=0), free)
        others = sum(number for mine, number in kept if not mine)
        limits.append(theirs + max(free - theirs - others, 0))
    return min(limits, default=None)


def why_waiting(room: Room, taken: Taken, claim: Claim, approval: Approval) -> Outlook:
    """The reason they are told."""
    if approval is Approval.PENDING:
        return Outlook(Why.APPROVAL)
    why = _Filling.of(room, taken).refusal(claim.of)
    return Outlook(why or Why.OTHERS, claim.of.school_type)


def answer_until(row: Gathering, now: datetime) -> datetime | None:
    """The end of a working day; earlier where the gathering is near, None where it is too near.

    Never after it begins, nor after the last day on which anybody moves up.
    """
    last = last_moment(row)
    until = _end_of(_working_days_after(row, now, DAYS_TO_ANSWER))
    until = until if last is None else min(until, last)
    return until if _working_time(row, now, until) >= LEAST_HOURS else None


def moves_up(row: Gathering, now: datetime) -> bool:
    """Whether anybody is still offered a seat by itself."""
    return answer_until(row, now) is not None


def by_hand_before(now: datetime, *, rests: bool = False) -> datetime:
    """What begins earlier, or closes its queue on an earlier day, makes no offers any more.

    Of what ``rests`` in school holidays that is earlier.
    """
    left, day = LEAST_HOURS, now.astimezone(BERLIN).date()
    while True:
        begin = max(datetime.combine(day, OPENING, BERLIN), now)
        free = _open_on(day, now, _end_of(day)) if _works_on(day, rests=rests) else timedelta()
        if free >= left:
            return begin + left
        left, day = left - free, day + A_DAY


def has_begun(row: Gathering, now: datetime) -> bool:
    """Then nobody moves up any more."""
    return row.starts_at is not None and row.starts_at <= now


def has_lapsed(until: datetime | None, now: datetime) -> bool:
    """Looked at when an offer is used, and not when somebody sweeps."""
    return until is not None and now >= until


def last_moment(row: Gathering) -> datetime | None:
    """Until when anybody moves up: it ends with a working day, and before it begins."""
    ends: list[datetime] = []
    if row.starts_at is not None:
        ends.append(row.starts_at)
    if row.move_up_until is not None:
        ends.append(_end_of(_working_day_until(row, row.move_up_until)))
    return min(ends, default=None)


def _works_on(day: date, *, rests: bool) -> bool:
    """Whether people are asked to answer on a day; not in school holidays where it ``rests``."""
    return is_working_day(day) and not (rests and is_school_holiday(day))


def _working_days_after(row: Gathering, now: datetime, days: int) -> date:
    day = now.astimezone(BERLIN).date()
    for _ in range(days):
        day = _next_working_day(row, day)
    return day


def _next_working_day(row: Gathering, day: date) -> date:
    following = day + A_DAY
    while not _works_on(following, rests=row.rests_in_holidays):
        following += A_DAY
    return following


def _working_day_until(row: Gathering, day: date) -> date:
    while not _works_on(day, rests=row.rests_in_holidays):
        day -= A_DAY
    return day


def _end_of(day: date) -> datetime:
    return datetime.combine(day, CLOSING, BERLIN)


def _working_time(row: Gathering, begin: datetime, end: datetime) -> timedelta:
    """Between two moments, only the hours in which offices are open."""
    first, last = (each.astimezone(BERLIN).date() for each in (begin, end))
    days = [first + A_DAY * n for n in range(min((last - first).days, LONGEST_REST) + 1)]
    open_days = [day for day in days if _works_on(day, rests=row.rests_in_holidays)]
    return sum((_open_on(day, begin, end) for day in open_days), timedelta())


def _open_on(day: date, begin: datetime, end: datetime) -> timedelta:
    opens = max(datetime.combine(day, OPENING, BERLIN), begin)
    return max(min(_end_of(day), end) - opens, timedelta())
