"""Plans when workers are asked, has them invited on the day, and cancels when they leave."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import select, tuple_, update

from services.surveys.invitations.use_cases import Invitee, invite
from services.surveys.pulses.models import pulses
from services.surveys.pulses.rules import PulseState, due_on
from shared.clock import local_date
from shared.contracts.surveys import Occasion, PulseCancelled, PulsePlanned
from shared.contracts.trainings import OnboardingStarted
from shared.database.lists import among
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork

BATCH = 500
"""How many pulses are opened in one transaction."""
_PLANNED = select(pulses.c.onboarding_id).where(among(pulses.c.onboarding_id, "ids"))


async def plan_pulses(uow: UnitOfWork, starts: Sequence[tuple[OnboardingStarted, Cause]]) -> None:
    """Plan every pulse of onboardings not planned yet, and announce each onboarding's days."""
    ids = [start.onboarding_id for start, _ in starts]
    planned = set((await uow.reader.execute(_PLANNED, {"ids": ids})).scalars())
    fresh = {s.onboarding_id: (s, c) for s, c in starts if s.onboarding_id not in planned}
    rows = [_row(*start, occasion) for start in fresh.values() for occasion in Occasion]
    uow.insert(pulses, rows, state=PulseState.PLANNED.value)
    for start, cause in fresh.values():
        days = PulsePlanned(
            onboarding_id=start.onboarding_id,
            worker_id=start.worker_id,
            day_30_on=due_on(start.start_date, Occasion.DAY_30),
            day_100_on=due_on(start.start_date, Occasion.DAY_100),
        )
        uow.announce(days, cause)


def _row(start: OnboardingStarted, cause: Cause, occasion: Occasion) -> dict[str, Any]:
    return {
        "id": new_id(),
        "tenant": cause.tenant,
        "onboarding_id": start.onboarding_id,
        "worker_id": start.worker_id,
        "occasion": occasion.value,
        "due_on": due_on(start.start_date, occasion),
        "correlation_id": cause.correlation_id,
        "causation_id": cause.causation_id,
    }


async def cancel_pulses(
    uow: UnitOfWork, by: Literal["onboarding_id", "worker_id"], causes: Mapping[UUID, Cause]
) -> None:
    """Cancel what is planned and not opened yet, and announce it once per onboarding."""
    if not causes:
        return
    key = pulses.c[by]
    theirs = tuple_(pulses.c.tenant, key).in_([(c.tenant, id_) for id_, c in causes.items()])
    cancel = (
        update(pulses)
        .where(theirs, pulses.c.state == PulseState.PLANNED)
        .values(state=PulseState.CANCELLED)
        .returning(pulses.c.onboarding_id, pulses.c.worker_id, key.label("key"))
    )
    rows = (await uow.session.execute(cancel)).all()
    for row in {row.onboarding_id: row for row in rows}.values():
        cancelled = PulseCancelled(onboarding_id=row.onboarding_id, worker_id=row.worker_id)
        uow.announce(cancelled, causes[row.key])


async def open_due_pulses(uow: UnitOfWork) -> bool:
    """Have those invited whose day has come; answers whether more are waiting."""
    find = (
        select(pulses)
        .where(pulses.c.state == PulseState.PLANNED, pulses.c.due_on <= local_date(uow.now))
        .order_by(pulses.c.due_on)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    due = (await uow.session.execute(find)).all()
    if due:
        opened = update(pulses).where(pulses.c.id.in_([pulse.id for pulse in due]))
        await uow.session.execute(opened.values(state=PulseState.OPENED))
        await invite(
            uow,
            [
                Invitee(
                    pulse_id=pulse.id,
                    worker_id=pulse.worker_id,
                    occasion=Occasion(pulse.occasion),
                    due_on=pulse.due_on,
                    cause=Cause(pulse.tenant, pulse.correlation_id, pulse.causation_id),
                )
                for pulse in due
            ],
        )
    return len(due) == BATCH
