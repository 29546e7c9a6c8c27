"""What carriers were told they have brought about, worker by worker."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from services.surveys.pulses.rules import pulse_days
from shared.clock import SystemClock, local_date
from tests.faults.load import Post

Placement = tuple[str, Decimal, date, bool]
"""School, hours, from when on, and whether something else was posted for the same day later."""


@dataclass
class Story:
    """What the carrier posted about one worker and was accepted, in order."""

    external_id: str
    hire: Post
    body: dict[str, Any]
    changes: list[Post] = field(default_factory=list)
    departure: Post | None = None

    @property
    def over(self) -> bool:
        """Whether the last day has passed, so that nothing is left open."""
        if self.departure is None:
            return False
        last_day = date.fromisoformat(self.departure.body["last_day"])
        return last_day < local_date(SystemClock().now())

    @property
    def asked(self) -> bool:
        """Whether somebody still works here on the day of a pulse survey that has not passed."""
        if self.departure is None:
            return True
        today, last_day = local_date(SystemClock().now()), self.departure.body["last_day"]
        days = pulse_days(date.fromisoformat(self.body["start_date"]), today)
        return any(day <= date.fromisoformat(last_day) for day in days.values())

    @property
    def posts(self) -> list[Post]:
        return [self.hire, *self.changes, *([self.departure] if self.departure else [])]

    def placements(self) -> Counter[Placement]:
        """What the directory must hold in the end; a last day takes nothing away."""
        posted = [(self.body["start_date"], self.body["placements"])]
        posted += [(each.body["valid_from"], each.body["placements"]) for each in self.changes]
        last = {day: number for number, (day, _) in enumerate(posted)}
        return Counter(
            (
                place["school_number"],
                Decimal(str(place["weekly_hours"])),
                date.fromisoformat(day),
                number != last[day],
            )
            for number, (day, places) in enumerate(posted)
            for place in places
        )


def stories(posts: Iterable[Post]) -> dict[str, Story]:
    """Every worker that was accepted, by external id."""
    found: dict[str, Story] = {}
    for post in posts:
        if not post.accepted:
            continue
        if post.kind == "hire":
            found[post.external_id] = Story(post.external_id, post, post.body)
        elif post.kind == "bulk":
            for body in post.body:
                if all(place["school_number"] != "999999" for place in body["placements"]):
                    found[body["external_id"]] = Story(body["external_id"], post, body)
        elif post.kind == "change":
            found[post.external_id].changes.append(post)
        else:
            found[post.external_id].departure = post
    return found
