"""What is known of a carrier's workers, and what is entered about them until it is stored."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Row

from services.directory.accounts.values import Leaving
from services.directory.employments.values import Employment, Known, Standing, leaves
from services.directory.leaves.values import Away
from services.directory.placements.values import Placed, Schools, spans, timeline_of
from services.directory.schemas import Finding, NewPlacement, Span, TimelineReceipt
from services.directory.values import Became, LaterFact
from shared.messaging.event import Cause, Event
from shared.web.problem import Problem
from shared.web.tokens import ApiClient


@dataclass(frozen=True)
class Entered:
    """A fact that will be stored: what became of it, and what is announced."""

    became: Became
    employment: Employment
    """As it is now."""
    cause: Cause
    events: Sequence[Event]
    placement_ids: Sequence[UUID] = ()
    warnings: Sequence[Finding] = ()
    no_longer_true: Sequence[LaterFact] = ()


Outcome = Entered | Employment | Problem
"""What becomes of a fact: it will be stored, is known of an employment already, or is refused."""
Given = TypeVar("Given")


def judged(given: Sequence[Given], enter: Callable[[Given], Outcome]) -> list[Outcome]:
    """What becomes of each; ``enter`` raises ``Problem`` before it enters anything."""
    outcomes: list[Outcome] = []
    for each in given:
        try:
            outcomes.append(enter(each))
        except Problem as problem:
            outcomes.append(problem)
    return outcomes


@dataclass
class Ledger:
    """Each fact is judged by what those before it have left, and entered at once.

    ``schools`` are those that facts name, ``named`` also those of placements in force.
    """

    client: ApiClient
    today: date
    known: Known
    placed: Placed
    schools: Schools
    named: Mapping[UUID, Row[Any]]
    reasons: dict[UUID, str] = field(default_factory=dict)
    """Of the latest departure of each employment."""
    standing: dict[UUID, dict[UUID, Standing]] = field(default_factory=dict)
    """Of each worker that may leave, the employments that take or took place."""
    away: Mapping[UUID, Sequence[Away]] = field(default_factory=dict)
    """Leaves of each employment, where some may leave."""
    withdrawn: Collection[tuple[UUID, date]] = ()
    """Employments with the days on which something began once that does no longer."""
    changed: dict[UUID, Employment] = field(default_factory=dict)
    leaving: list[Leaving] = field(default_factory=list)

    @property
    def tenant(self) -> str:
        return self.client.tenant

    def of(self, external_id: str) -> list[Employment]:
        """Everything known under one of the carrier's numbers, in the order in which it came."""
        return self.known.get((self.client.organization_id, external_id), [])

    def timeline(self, employment: Employment) -> list[Span]:
        """What applies when; nothing where it is cancelled."""
        if employment.cancelled:
            return []
        rows = self.placed.in_force.get(employment.id, [])
        return timeline_of(rows, employment.end, self.named)

    def begins(self, employment: Employment) -> list[date]:
        """The days of its timeline."""
        rows = self.placed.in_force.get(employment.id, [])
        return [] if employment.cancelled else [day for day, *_ in spans(rows, employment.end)]

    def is_placed(self, employment: Employment, day: date, given: Sequence[NewPlacement]) -> bool:
        """Whether exactly this begins on a day."""
        if employment.end is not None and day > employment.end:
            return False
        wanted = {
            (each.school_number, each.weekly_hours, each.funding or employment.funding)
            for each in given
        }
        begun = self.placed.begun_on(employment.id, day)
        return wanted == {
            (self.named[each.school_id].school_number, each.weekly_hours, each.funding)
            for each in begun
        }

    def update(self, employment: Employment) -> None:
        """It is like this from now on."""
        known = self.of(employment.external_id)
        known[[each.id for each in known].index(employment.id)] = employment
        self.changed[employment.id] = employment

    def leave(self, before: Employment, now: Employment, cause: Cause) -> None:
        """It has another end, or none because it does not take place."""
        self.update(now)
        standing = self.standing.setdefault(now.worker_id, {})
        if now.cancelled:
            standing.pop(now.id, None)
        else:
            standing[now.id] = Standing(self.client.organization_id, now.last_day)
        here = [e for e in standing.values() if e.carrier_id == self.client.organization_id]
        self.leaving.append(
            Leaving(
                person_id=now.worker_id,
                carrier_id=self.client.organization_id,
                carrier=leaves([each.last_day for each in here], self.today),
                municipality=leaves([each.last_day for each in standing.values()], self.today),
                before=before.last_day,
                cause=cause,
            )
        )

    def receipt(self, entered: Entered) -> TimelineReceipt:
        """With the employment as it is now."""
        return TimelineReceipt(
            worker_id=entered.employment.worker_id,
            employment_id=entered.employment.id,
            outcome=entered.became,
            placement_ids=list(entered.placement_ids),
            correlation_id=entered.cause.correlation_id,
            warnings=list(entered.warnings),
            last_day=entered.employment.last_day,
            timeline=self.timeline(entered.employment),
            no_longer_true=list(entered.no_longer_true),
        )
