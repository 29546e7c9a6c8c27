"""When somebody may be asked once more."""

from datetime import date, datetime, time, timedelta

from services.trainings.invitations.values import PAUSE
from shared.clock import BERLIN
from shared.working_days import is_working_day


def asked_before(today: date) -> datetime:
    """Whoever was asked last before this moment has had the whole pause to answer."""
    day, left = today, PAUSE
    while left:
        day -= timedelta(days=1)
        left -= is_working_day(day)
    return datetime.combine(day, time(), BERLIN)


def lines(text: str) -> list[str]:
    """The names that somebody typed, one a line, each once."""
    return list(dict.fromkeys(filter(None, (" ".join(each.split()) for each in text.split("\n")))))
