"""What may be chosen, and how it is said."""

from collections.abc import Sequence
from datetime import timedelta

from services.directory.periods.values import SOON, Choice, Going, in_both
from shared.web.problem import FieldError, Problem

Pairs = list[tuple[str, str]]


def refuse_length(now: Choice, days: int) -> None:
    """Raises ``Problem`` for what lies outside of the limits."""
    if not now.least.days <= days <= now.most.days:
        limits = f"{now.least.days} to {now.most.days} days"
        error = FieldError("days", f"must be {limits}")
        raise Problem(422, "period-limits", f"A period is {limits} long", errors=[error])


def shortens(now: Choice, days: int) -> bool:
    """Whether rows go earlier than they would."""
    return timedelta(days=days) < now.lasts


def refuse_unconfirmed(now: Choice, days: int, *, confirmed: bool) -> None:
    """Raises ``Problem`` for what deletes more with the next run, and was not confirmed."""
    if shortens(now, days) and not confirmed:
        raise Problem(409, "period-shorter", "A shorter period deletes rows: confirm it")


def said_of(now: Choice) -> Pairs:
    """Everything about a class, for people."""
    own = "von Ihrer Kommune gewählt" if now.is_own else "wie üblich"
    return [
        ("Was dazugehört", now.plain.what),
        ("Beginn der Frist", now.deletion.period.start.value),
        ("Frist jetzt", f"{in_both(now.lasts)}, {own}"),
        ("Üblich", in_both(now.usual)),
        ("Grenzen", now.limits),
        ("Warum diese Grenzen", now.plain.why),
    ]


def counted(going: Sequence[Going]) -> list[tuple[str, str]]:
    """Service, and how many rows its next run takes, as far as the directory knows."""
    return [(each.service, _rows(each.rows)) for each in going]


def _rows(rows: int | None) -> str:
    if rows is None:
        return f"zählt der Dienst {SOON}"
    return f"{rows} {'Zeile' if rows == 1 else 'Zeilen'}"
