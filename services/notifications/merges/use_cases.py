"""Letters, employments and wishes follow their person."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import delete, or_, update

from services.notifications.merges.models import MergedPerson, merged_people
from services.notifications.merges.queries import OF_EMPLOYMENT, place_of
from services.notifications.merges.values import MERGING
from services.notifications.preferences import use_cases as preferences
from shared.contracts.merging import OnMerge, PersonMerged, PersonMergeUndone
from shared.database.tables import row_of
from shared.database.writes import upsert_rows
from shared.messaging.router import Received
from shared.messaging.unit_of_work import UnitOfWork


async def follow(uow: UnitOfWork, merged: Sequence[Received[PersonMerged]]) -> None:
    """What was the other's is the survivor's, and of both wishes the stricter one counts."""
    for each in merged:
        for place, rule in MERGING.items():
            if rule is OnMerge.MOVES:
                table, column = place_of(place)
                theirs = (table.c.tenant == each.tenant, column == each.body.merged_id)
                moved = update(table).where(*theirs).values({column.name: each.body.survivor_id})
                await uow.session.execute(moved)
        survivor_id, merged_id = each.body.survivor_id, each.body.merged_id
        tightened = await preferences.tighten(uow, survivor_id, merged_id)
        row = row_of(MergedPerson)(
            merged_id=merged_id, survivor_id=survivor_id, tightened=list(tightened)
        )
        await upsert_rows(uow.session, merged_people, [row])


async def go_back(uow: UnitOfWork, undone: Sequence[Received[PersonMergeUndone]]) -> None:
    """What belongs to the employments that went back, and to each their own wishes."""
    for each in undone:
        for name in OF_EMPLOYMENT:
            table, column = place_of(f"{name}.worker_id")
            of_those = table.c.employment_id.in_(each.body.employment_ids)
            theirs = (table.c.tenant == each.tenant, of_those)
            moved = update(table).where(*theirs).values({column.name: each.body.merged_id})
            await uow.session.execute(moved)
        this = merged_people.c.merged_id == each.body.merged_id
        parted = delete(merged_people).where(this).returning(merged_people.c.tightened)
        for tightened in (await uow.session.execute(parted)).scalars():
            await preferences.loosen(uow, each.body.survivor_id, tightened)


async def forget(uow: UnitOfWork, person_ids: Collection[UUID]) -> None:
    """Nobody stands for who was erased, nor they for anybody."""
    either = (merged_people.c.merged_id, merged_people.c.survivor_id)
    theirs = or_(*(each.in_(person_ids) for each in either))
    await uow.session.execute(delete(merged_people).where(theirs))
