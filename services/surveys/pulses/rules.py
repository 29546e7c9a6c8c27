"""When somebody is asked."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from services.surveys.pulses.models import End, Pulse
from shared.contracts.directory import WorkerDeparted
from shared.contracts.surveys import Occasion
from shared.contracts.trainings import OnboardingStarted
from shared.database.tables import RowOf, row_of
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.router import Received

_AFTER = {Occasion.DAY_30: timedelta(days=30), Occasion.DAY_100: timedelta(days=100)}

BEFORE_EXIT = timedelta(days=14)
"""How long before their last day somebody is asked what they leave with."""
NO_DAY = date.min
"""The last day of an employment that never began."""


class PulseState(StrEnum):
    """What has become of a plan."""

    PLANNED = "planned"
    OPENED = "opened"
    CANCELLED = "cancelled"


def due_on(start_date: date, occasion: Occasion) -> date:
    """So many calendar days after the first day of work."""
    return start_date + _AFTER[occasion]


def pulse_days(start_date: date, known_on: date) -> dict[Occasion, date]:
    """The days on which somebody is asked; none that had passed when the hire became known."""
    days = {occasion: due_on(start_date, occasion) for occasion in _AFTER}
    return {occasion: day for occasion, day in days.items() if day >= known_on}


def asked_before(last_day: date, today: date) -> date | None:
    """The day on which somebody who leaves is asked; None where they are gone by now."""
    return max(last_day - BEFORE_EXIT, today) if last_day >= today else None


def pulse_row(
    start: Received[OnboardingStarted], occasion: Occasion, day: date, state: PulseState
) -> RowOf[Pulse]:
    """One of the plans that begin with an onboarding."""
    return row_of(Pulse)(
        id=new_id(),
        tenant=start.tenant,
        onboarding_id=start.body.onboarding_id,
        worker_id=start.body.worker_id,
        employment_id=start.body.employment_id,
        occasion=occasion.value,
        due_on=day,
        state=state.value,
        correlation_id=start.cause.correlation_id,
        causation_id=start.cause.causation_id,
    )


def exit_row(leaving: Received[WorkerDeparted], day: date) -> RowOf[Pulse]:
    """Who leaves need not have begun here: their employment stands for the onboarding."""
    return row_of(Pulse)(
        id=new_id(),
        tenant=leaving.tenant,
        onboarding_id=leaving.body.employment_id,
        worker_id=leaving.body.worker_id,
        employment_id=leaving.body.employment_id,
        occasion=Occasion.EXIT.value,
        due_on=day,
        state=PulseState.PLANNED.value,
        correlation_id=leaving.cause.correlation_id,
        causation_id=leaving.cause.causation_id,
    )


def fixed_terms(starts: Sequence[Received[OnboardingStarted]]) -> list[RowOf[End]]:
    """A departure that arrived before knows better."""
    return [
        end_row(start.body.employment_id, start.body.fixed_term_until, start.cause)
        for start in {s.body.employment_id: s for s in starts}.values()
        if start.body.fixed_term_until is not None
    ]


def end_row(employment: UUID, last_day: date, cause: Cause) -> RowOf[End]:
    """The last day of an employment."""
    return row_of(End)(
        employment_id=employment,
        tenant=cause.tenant,
        last_day=last_day,
        correlation_id=cause.correlation_id,
        causation_id=cause.causation_id,
    )
