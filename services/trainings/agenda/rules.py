"""When each item begins, and which order they have."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from services.trainings.agenda.models import AgendaItem
from services.trainings.agenda.values import Agenda, Item, Span
from shared.clock import BERLIN
from shared.web.papers import papers_of
from shared.web.problem import Problem

MOST = 60
STEP = timedelta(minutes=1)


def timed(
    rows: Sequence[AgendaItem],
    span: Span | None,
    owner_of: Callable[[AgendaItem], str],
    origins: Mapping[UUID, str],
) -> Agenda:
    """One after the other, from the beginning of the first date."""
    at, found = span.starts_at if span else None, []
    for number, row in enumerate(rows, 1):
        found.append(
            Item(
                id=row.id,
                number=number,
                title=row.title,
                minutes=row.minutes,
                kind=row.kind,
                owner=owner_of(row),
                note=row.note,
                papers=papers_of(row.papers),
                at=at.astimezone(BERLIN).time() if at else None,
                origin=origins.get(row.carried_from, "") if row.carried_from else "",
                outcome=row.outcome,
            )
        )
        at = at + row.minutes * STEP if at else None
    late = (at - span.ends_at) // STEP if at and span else 0
    return Agenda(tuple(found), at.astimezone(BERLIN).time() if at else None, max(late, 0))


def moved(rows: Sequence[AgendaItem], item_id: UUID, by: int) -> list[AgendaItem]:
    """The order after an item has changed places with its neighbour; the ends stay."""
    order = list(rows)
    here = next(at for at, row in enumerate(order) if row.id == item_id)
    there = min(max(here + by, 0), len(order) - 1)
    order[here], order[there] = order[there], order[here]
    return order


def refuse_over(rows: Sequence[AgendaItem]) -> None:
    """Raise ``Problem`` once it was said what became of the items."""
    if any(row.outcome is not None for row in rows):
        raise Problem(409, "agenda-over", "The meeting is over")


def refuse_full(rows: Sequence[AgendaItem], more: int = 1) -> None:
    """Raise ``Problem`` for an agenda that nobody could work through."""
    if len(rows) + more > MOST:
        raise Problem(409, "agenda-full", "There are too many items")
