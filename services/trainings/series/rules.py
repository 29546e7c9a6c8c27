"""Which days suit a series: none in school holidays, and no public holiday."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from services.trainings.models import Gathering
from services.trainings.series.values import Member, Rhythm, Scope, Stays, Suggested
from shared.contracts.gatherings import GatheringState
from shared.web.kit.reasons import reasons
from shared.web.problem import FieldError, Problem
from shared.working_days import is_public_holiday, is_school_holiday

reasons(
    {
        r"must be (\d+) days at most": "Bitte nennen Sie höchstens {} Tage.",
        "must not name a day twice": "Ein Tag steht zweimal da.",
        "must name one day on each line": "Je Zeile ein Tag, zum Beispiel 14.01.2027.",
        "must lie within three years from today": (
            "Das liegt mehr als drei Jahre entfernt. Stimmt das Jahr?"
        ),
    }
)

FARTHEST = timedelta(days=3 * 366)
A_WEEK = timedelta(weeks=1)
MONTHS = {Rhythm.QUARTERLY: 3, Rhythm.MONTHLY: 1}


def suggest(
    first: date,
    rhythm: Rhythm,
    number: int,
    weeks: int = 1,
    *,
    is_free: Callable[[date], bool] | None = None,
) -> list[Suggested]:
    """The same weekday each time; a week later, and again, where that is no day for it."""
    free = is_free or _is_free
    found: list[Suggested] = []
    for step in range(number):
        meant = day = _nominal(first, rhythm, step, weeks)
        while not free(day) or (found and day <= found[-1].day):
            day += A_WEEK
        found.append(Suggested(day, None if day == meant else meant))
    return found


def member(row: Gathering, now: datetime, *, seen: bool, written: bool) -> Member:
    """With why it stays as it is: history is never written anew."""
    stays = None
    if row.state is GatheringState.CANCELLED:
        stays = Stays.CALLED_OFF
    elif seen:
        stays = Stays.ATTENDANCE
    elif written:
        stays = Stays.MINUTES
    elif row.starts_at is not None and row.starts_at <= now:
        stays = Stays.OVER
    return Member(row.id, row.title, row.starts_at, row.state, stays)


def to_call_off(each: Member) -> Member:
    """A draft is known to nobody."""
    draft = each.state is GatheringState.DRAFT and each.stays is None
    return replace(each, stays=Stays.DRAFT) if draft else each


def to_open(each: Member) -> Member:
    """Drafts with a date; what is written about them already does not matter."""
    if each.stays in (Stays.CALLED_OFF, Stays.OVER):
        return each
    stays = Stays.DATELESS if each.starts_at is None else None
    return replace(each, stays=stays if each.state is GatheringState.DRAFT else Stays.KNOWN)


def to_delete(each: Member, used: Collection[UUID]) -> Member:
    """Drafts on which nothing hangs, past ones as well."""
    stays = Stays.USED if each.id in used else None
    return replace(each, stays=stays if each.state is GatheringState.DRAFT else Stays.KNOWN)


def meant(members: Sequence[Member], this: UUID, scope: Scope) -> list[Member]:
    """Those that follow, follow by time: one that was moved before it does not."""
    place = next(at for at, each in enumerate(members) if each.id == this)
    if scope is Scope.ALL:
        return list(members)
    if scope is Scope.FOLLOWING and members[place].starts_at is not None:
        return [each for each in members[place:] if each.starts_at is not None]
    return [members[place]]


def refuse_untouched(members: Sequence[Member]) -> None:
    """Raise ``Problem`` where all that is meant stays as it is."""
    if all(each.stays is not None for each in members):
        raise Problem(409, "series-untouched", "All of these stay as they are")


def refuse_far(days: Sequence[date], today: date, field: str) -> None:
    """Raise ``Problem`` for a day that is hardly meant."""
    if any(abs(each - today) > FARTHEST for each in days):
        raise _invalid("must lie within three years from today", field)


def written(days: Sequence[date]) -> str:
    """One on each line, for people to change."""
    return "\n".join(f"{each:%d.%m.%Y}" for each in days)


def read(text: str, most: int) -> list[date]:
    """What they have made of it, in order; raises ``Problem`` for what is no day."""
    lines = [each.strip() for each in text.splitlines() if each.strip()]
    days = [_day(each) for each in lines]
    if len(days) > most:
        raise _invalid(f"must be {most} days at most")
    if len(set(days)) < len(days):
        raise _invalid("must not name a day twice")
    return sorted(days)


def _is_free(day: date) -> bool:
    return not is_public_holiday(day) and not is_school_holiday(day)


def _nominal(first: date, rhythm: Rhythm, step: int, weeks: int) -> date:
    """The second Thursday stays the second Thursday; a fifth one is the last."""
    if rhythm not in MONTHS:
        return first + step * weeks * A_WEEK
    months = first.month - 1 + step * MONTHS[rhythm]
    begin = date(first.year + months // 12, months % 12 + 1, 1)
    ahead = (first.weekday() - begin.weekday()) % 7
    day = begin + timedelta(days=ahead) + (first.day - 1) // 7 * A_WEEK
    return day if day.month == begin.month else day - A_WEEK


def _day(text: str) -> date:
    try:
        day, month, year = text.split(".")
        return date(int(year), int(month), int(day))
    except ValueError:
        raise _invalid("must name one day on each line") from None


def _invalid(reason: str, field: str = "days") -> Problem:
    errors = [FieldError(field, reason)]
    return Problem(422, "invalid-series", "The series is not valid", errors=errors)
