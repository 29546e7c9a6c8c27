"""How far a version is, until when something runs, and what a chapter takes."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from services.surveys.framework.models import FrameworkVersion
from services.surveys.framework.values import Stage, VersionState
from shared.clock import BERLIN
from shared.web.problem import FieldError, Problem

LONGEST = timedelta(days=120)
MOST_CHAPTERS = 30


def stage(row: FrameworkVersion, now: datetime) -> Stage:
    """What may be done with it at this moment."""
    if row.state is VersionState.COMMENT:
        if row.comments_until is not None and now < row.comments_until:
            return Stage.COMMENTING
        return Stage.REVISED if row.revised_at else Stage.REPLYING
    if row.state is VersionState.VOTE:
        running = row.votes_until is not None and now < row.votes_until
        return Stage.VOTING if running else Stage.COUNTING
    return Stage.ADOPTED if row.state is VersionState.ADOPTED else Stage.DRAFT


def refuse_stage(found: Stage, *allowed: Stage) -> None:
    """Raise ``Problem`` where it has come further by now."""
    if found not in allowed:
        raise Problem(409, "framework-stage", "It has another state by now")


def closing(last_day: date, today: date) -> datetime:
    """The end of the day; raises ``Problem`` for one that is over or far away."""
    if not today <= last_day <= today + LONGEST:
        raise refused("closes-early", "last_day")
    return datetime.combine(last_day + timedelta(days=1), time(), BERLIN)


def refuse_chapter(titles: Collection[str], title: str) -> None:
    """Raise ``Problem`` where there is one called so, or there are enough of them."""
    if title.casefold() in {each.casefold() for each in titles}:
        raise refused("chapter-known", "title")
    if len(titles) >= MOST_CHAPTERS:
        raise refused("too-many-chapters", "title")


def refused(code: str, field: str) -> Problem:
    """What the form says of one of its fields."""
    return Problem(409, code, "Not possible", errors=[FieldError(field, "is not possible")])
