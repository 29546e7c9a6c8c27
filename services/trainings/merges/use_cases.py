"""Onboardings follow their worker; none is united with another, whatever stands in both."""

from collections.abc import Sequence

from sqlalchemy import update

from services.trainings.calendar import use_cases as calendars
from services.trainings.models import onboardings
from shared.contracts.merging import PersonMerged, PersonMergeUndone
from shared.messaging.router import Received
from shared.messaging.unit_of_work import UnitOfWork


async def follow(uow: UnitOfWork, merged: Sequence[Received[PersonMerged]]) -> None:
    """What was the other's is the survivor's."""
    for each in merged:
        theirs = (
            onboardings.c.tenant == each.tenant,
            onboardings.c.worker_id == each.body.merged_id,
        )
        moved = update(onboardings).where(*theirs).values(worker_id=each.body.survivor_id)
        await uow.session.execute(moved)
        await calendars.forget(uow, [each.body.merged_id])


async def go_back(uow: UnitOfWork, undone: Sequence[Received[PersonMergeUndone]]) -> None:
    """What belongs to the employments that went back."""
    for each in undone:
        theirs = (
            onboardings.c.tenant == each.tenant,
            onboardings.c.employment_id.in_(each.body.employment_ids),
        )
        moved = update(onboardings).where(*theirs).values(worker_id=each.body.merged_id)
        await uow.session.execute(moved)
