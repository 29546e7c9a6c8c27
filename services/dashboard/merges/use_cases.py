"""Keeps who stands for whom."""

from collections.abc import Sequence

from sqlalchemy import delete

from services.dashboard.merges.models import MergedPerson, merged_people
from shared.contracts.merging import PersonMerged, PersonMergeUndone
from shared.database.tables import row_of
from shared.database.writes import upsert_rows
from shared.messaging.router import Received
from shared.messaging.unit_of_work import UnitOfWork


async def note(uow: UnitOfWork, merged: Sequence[Received[PersonMerged]]) -> None:
    """The last word about somebody counts."""
    rows = {
        each.body.merged_id: row_of(MergedPerson)(
            tenant=each.tenant,
            merged_id=each.body.merged_id,
            survivor_id=each.body.survivor_id,
        )
        for each in merged
    }
    await upsert_rows(uow.session, merged_people, list(rows.values()))


async def forget(uow: UnitOfWork, undone: Sequence[Received[PersonMergeUndone]]) -> None:
    """They are two people after all."""
    for each in undone:
        theirs = (
            merged_people.c.tenant == each.tenant,
            merged_people.c.merged_id == each.body.merged_id,
            merged_people.c.survivor_id == each.body.survivor_id,
        )
        await uow.session.execute(delete(merged_people).where(*theirs))
