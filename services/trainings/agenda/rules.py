"""When each item begins, and which order they have."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from services.trainings.agenda.models import AgendaItem
from services.trainings.agenda.values import Agenda, Item, Paper, Span
from shared.clock import BERLIN
from shared.web.kit.reasons import reasons
from shared.web.problem import Problem
from shared.web.text import refused

reasons(
    {
        "names no paper with its address": "Bitte schreiben Sie in jede Zeile eine Bezeichnung und"
        " dahinter eine Adresse, die mit https:// beginnt.",
        "names too many papers": "Mehr als zehn Unterlagen hat kein Punkt.",
    }
)
MOST, MOST_PAPERS = 60, 10
_BETWEEN, _NEVER = " \t:|–-", frozenset(" \t<>\"'\\")
"""Before an address; in none."""
_ADDRESS = re.compile(
    r"//|@|\bwww\.|[^\W_]\.(?:com|de|eu|example|info|koeln|net|nrw|online|org|ruhr|schule)\b",
    re.IGNORECASE,
)
"""What a label is read as, though it leads nowhere; a file's name is none."""
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


def papers_of(text: str) -> tuple[Paper, ...]:
    """One for each line; a label ends where the address begins."""
    found = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        label, scheme, rest = line.rpartition("https://")
        found.append(Paper(label.rstrip(_BETWEEN), scheme + rest))
    return tuple(found)


def sound_papers(text: str) -> str:
    """The text of a form without empty lines; raises for a line that leads nowhere."""
    papers = papers_of(text)
    if len(papers) > MOST_PAPERS:
        raise refused("names too many papers")
    if not all(map(_leads_there, papers)):
        raise refused("names no paper with its address")
    return "\n".join(f"{each.label} {each.address}" for each in papers)


def _leads_there(paper: Paper) -> bool:
    """Whether there is a host, and neither label nor user hides where the address leads."""
    try:
        parts = urlsplit(paper.address)
    except ValueError:
        return False
    if not paper.label or _ADDRESS.search(paper.label) or set(paper.address) & _NEVER:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
