"""Vacancy is arithmetic over days: what is planned less what is filled, never a counter."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from operator import itemgetter
from uuid import UUID

from services.directory.posts.values import Filled, Planned, Vacancy
from services.directory.proof_of_use.values import SchoolYear
from services.directory.rules import FULL_TIME
from shared.contracts.cards import Card, Urgency
from shared.contracts.funding import POSTS
from shared.german import short_date
from shared.web.kit.reasons import reasons
from shared.web.problem import FieldError, Problem

reasons(
    {
        "names no school of the municipality": "Diese Schule gibt es in der Kommune nicht.",
        "names no carrier of the municipality": "Diesen Anstellungsträger gibt es in der Kommune"
        " nicht.",
    }
)

NONE = Decimal("0.00")
BEFORE_APPLICATION, SOON = timedelta(days=60), timedelta(days=14)
"""Before the last day to apply for funding: from when the start page says so, and more urgently."""


def vacancies(
    posts: Sequence[Planned], filled: Sequence[Filled], today: date
) -> dict[UUID, Vacancy]:
    """Of each post of one school and carrier today; who works there fills the oldest first.

    Who is on leave fills nothing, but what is vacant because of it is so for a time.
    """
    since: dict[UUID, date] = {}
    left: dict[UUID, tuple[Decimal, Decimal]] = {}
    oldest_first = sorted(posts, key=lambda post: (post.first, post.id))
    days = _days(posts, filled, today)
    for day, share in zip(days, _shares(filled, days, away=False), strict=True):
        left = _on(day, oldest_first, share)
        for key, (_, vacant) in left.items():
            if vacant > 0:
                since.setdefault(key, day)
        for key in [key for key in since if key not in left or left[key][1] <= 0]:
            del since[key]
    temporary = _temporary(left, filled, today)
    return {
        each.id: Vacancy(
            *left.get(each.id, (NONE, NONE)),
            since.get(each.id),
            today,
            temporary.get(each.id, NONE),
        )
        for each in posts
    }


def _temporary(
    left: Mapping[UUID, tuple[Decimal, Decimal]], filled: Sequence[Filled], day: date
) -> dict[UUID, Decimal]:
    """What of each post is vacant only as long as somebody is on leave."""
    [rest] = _shares(filled, [day], away=True)
    found = {}
    for key, (_, vacant) in left.items():
        found[key] = min(rest, max(vacant, NONE))
        rest -= found[key]
    return found


def _shares(filled: Sequence[Filled], days: Sequence[date], *, away: bool) -> Iterator[Decimal]:
    """On each of these days, in their order; what begins and ends is added up once."""
    those = [each for each in filled if each.away == away]
    changes = [(each.first, each.hours) for each in those]
    changes += [(each.end, -each.hours) for each in those if each.end is not None]
    changes.sort(key=itemgetter(0), reverse=True)
    hours = Decimal()
    for day in days:
        while changes and changes[-1][0] <= day:
            hours += changes.pop()[1]
        yield (hours / FULL_TIME).quantize(NONE)


def _on(day: date, posts: Sequence[Planned], rest: Decimal) -> dict[UUID, tuple[Decimal, Decimal]]:
    """What is filled and what is vacant of each post of that day, which ``rest`` fills in order."""
    found = {}
    for each in posts:
        if each.first <= day and (each.end is None or day < each.end):
            taken = min(rest, each.fte)
            found[each.id] = (taken, each.fte - taken)
            rest -= taken
    return found


def _days(posts: Sequence[Planned], filled: Sequence[Filled], today: date) -> list[date]:
    """The days up to today on which something begins or has ended; today itself comes last."""
    times = [(each.first, each.end) for each in posts]
    times += [(each.first, each.end) for each in filled]
    begins = {first for first, _ in times}
    ends = {end for _, end in times if end is not None}
    return sorted({*(day for day in begins | ends if day < today), today})


def refuse(errors: list[FieldError]) -> None:
    """Raise ``Problem`` if there are any."""
    if errors:
        raise Problem(422, "invalid-post", "The post is not valid", errors=errors)


def application_card(today: date) -> list[Card]:
    """That applications for the next school year are due; nothing while there is much time."""
    year = SchoolYear(today.year)
    left = year.applied_for - today
    if not timedelta() <= left < BEFORE_APPLICATION:
        return []
    return [
        Card(
            code="application",
            title="Förderantrag",
            sentence=f"Anträge für das Schuljahr {year.name} sind bis zum"
            f" {short_date(year.applied_for)} zu stellen. Stimmen die geplanten Stellen?",
            due=year.applied_for,
            urgency=Urgency.SOON if left < SOON else Urgency.CALM,
            link=POSTS,
            order=12,
        )
    ]
