"""Letters and employments follow their worker."""

from collections.abc import Sequence

from sqlalchemy import update

from services.notifications.merges.queries import OF_EMPLOYMENT, place_of
from services.notifications.merges.values import MERGING
from shared.contracts.merging import OnMerge, PersonMerged, PersonMergeUndone
from shared.messaging.router import Received
from shared.messaging.unit_of_work import UnitOfWork


async def follow(uow: UnitOfWork, merged: Sequence[Received[PersonMerged]]) -> None:
    """What was the other's is the survivor's."""
    for each in merged:
        for place, rule in MERGING.items():
            if rule is OnMerge.MOVES:
                table, column = place_of(place)
                theirs = (table.c.tenant == each.tenant, column == each.body.merged_id)
                moved = update(table).where(*theirs).values({column.name: each.body.survivor_id})
                await uow.session.execute(moved)


async def go_back(uow: UnitOfWork, undone: Sequence[Received[PersonMergeUndone]]) -> None:
    """What belongs to the employments that went back."""
    for each in undone:
        for name in OF_EMPLOYMENT:
            table, column = place_of(f"{name}.worker_id")
            of_those = table.c.employment_id.in_(each.body.employment_ids)
            theirs = (table.c.tenant == each.tenant, of_those)
            moved = update(table).where(*theirs).values({column.name: each.body.merged_id})
            await uow.session.execute(moved)
