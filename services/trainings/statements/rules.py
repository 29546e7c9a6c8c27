"""How far a statement is, who may vote, and what a count means."""

from datetime import date, datetime, time, timedelta

from services.trainings.statements.values import Ballot, StatementState, Tally
from shared.clock import BERLIN
from shared.contracts.words import word
from shared.small_numbers.sizes import LEAST
from shared.web.problem import FieldError, Problem

LONGEST = timedelta(days=90)
REMINDED = timedelta(days=1, hours=16)
"""So long before it closes, at midnight, a vote is brought to mind: at eight the day before."""


def closing(last_day: date, today: date) -> datetime:
    """The end of the day; raises ``Problem`` for one that is over or far away."""
    if not today <= last_day <= today + LONGEST:
        errors = [FieldError("last_day", "must be today or later, within 90 days")]
        raise Problem(409, "closes-early", "No day to close on", errors=errors)
    return datetime.combine(last_day + timedelta(days=1), time(), BERLIN)


def refuse_state(state: StatementState, *allowed: StatementState) -> None:
    """Raise ``Problem`` where it has come further by now."""
    if state not in allowed:
        raise Problem(409, "statement-state", "It has another state by now")


def is_open(state: StatementState, closes_at: datetime | None, now: datetime) -> bool:
    """Whether one may vote at this moment."""
    return state is StatementState.VOTE and closes_at is not None and now < closes_at


def is_counted(state: StatementState, closes_at: datetime | None, now: datetime) -> bool:
    """Whether the vote is over, so that there is a result."""
    return closes_at is not None and now >= closes_at and state is not StatementState.DROPPED


def tally(ballot: Ballot, in_favour: int, against: int, abstained: int) -> Tally:
    """Accepted with more for it than against it; who abstains does not count.

    Of too few votes a secret ballot says only what came of it.
    """
    few = in_favour + against + abstained < LEAST
    hidden = ballot is Ballot.HIDDEN and few
    return Tally(in_favour > against, None if hidden else (in_favour, against, abstained))


def standing(state: StatementState, closes_at: datetime | None, now: datetime) -> str:
    """Entwurf, Abstimmung läuft, Abstimmung beendet, veröffentlicht"""
    if state is StatementState.VOTE:
        return "Abstimmung läuft" if is_open(state, closes_at, now) else "Abstimmung beendet"
    return word(StatementState, state)
