"""Vacancy is arithmetic over days: what is planned less what is filled, never a counter."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from services.directory.posts.values import Filled, Planned, Vacancy
from services.directory.rules import FULL_TIME
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


def vacancies(
    posts: Sequence[Planned], filled: Sequence[Filled], today: date
) -> dict[UUID, Vacancy]:
    """Of each post of one school and carrier today; who works there fills the oldest first.

    Who is on leave fills nothing, but what is vacant because of it is so for a time.
    """
    since: dict[UUID, date] = {}
    left: dict[UUID, tuple[Decimal, Decimal]] = {}
    for day in _days(posts, filled, today):
        left = _on(day, posts, filled)
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
    rest = _share(filled, day, away=True)
    found = {}
    for key, (_, vacant) in left.items():
        found[key] = min(rest, max(vacant, NONE))
        rest -= found[key]
    return found


def _share(filled: Sequence[Filled], day: date, *, away: bool) -> Decimal:
    here = [each.hours for each in filled if each.away == away and _applies(each, day)]
    return (sum(here, Decimal()) / FULL_TIME).quantize(NONE)


def _on(
    day: date, posts: Sequence[Planned], filled: Sequence[Filled]
) -> dict[UUID, tuple[Decimal, Decimal]]:
    """What is filled and what is vacant of each post of that day."""
    rest = _share(filled, day, away=False)
    found = {}
    for each in sorted(posts, key=lambda post: (post.first, post.id)):
        if _applies(each, day):
            taken = min(rest, each.fte)
            found[each.id] = (taken, each.fte - taken)
            rest -= taken
    return found


def _applies(each: Planned | Filled, day: date) -> bool:
    return each.first <= day and (each.end is None or day < each.end)


def _days(posts: Sequence[Planned], filled: Sequence[Filled], today: date) -> Iterator[date]:
    """The days up to today on which something begins or has ended; today itself comes last."""
    times = [(each.first, each.end) for each in posts]
    times += [(each.first, each.end) for each in filled]
    begins = {first for first, _ in times}
    ends = {end for _, end in times if end is not None}
    yield from sorted({*(day for day in begins | ends if day < today), today})


def refuse(errors: list[FieldError]) -> None:
    """Raise ``Problem`` if there are any."""
    if errors:
        raise Problem(422, "invalid-post", "The post is not valid", errors=errors)
