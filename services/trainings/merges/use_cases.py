"""Onboardings and registrations follow their person; of two for one gathering the better counts."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update

from services.trainings.calendar import use_cases as calendars
from services.trainings.invitations import use_cases as invitations
from services.trainings.merges.models import MergedRow, merged_rows
from services.trainings.merges.queries import gone_over, moving_places, place_of
from services.trainings.models import onboardings
from services.trainings.proposals import use_cases as proposals
from services.trainings.registrants import use_cases as registrants
from shared.contracts.merging import PersonMerged, PersonMergeUndone
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.messaging.router import Received
from shared.messaging.unit_of_work import UnitOfWork

_REGISTERED = "registrations.person_id"


async def follow(uow: UnitOfWork, merged: Sequence[Received[PersonMerged]]) -> None:
    """What was the other's is the survivor's."""
    for each in merged:
        theirs = (
            onboardings.c.tenant == each.tenant,
            onboardings.c.worker_id == each.body.merged_id,
        )
        moved = update(onboardings).where(*theirs).values(worker_id=each.body.survivor_id)
        await uow.session.execute(moved)
        await invitations.unite(uow, each.tenant, each.body.survivor_id, each.body.merged_id)
        await proposals.unite(uow, each.tenant, each.body.survivor_id, each.body.merged_id)
        for place in moving_places():
            await _move(uow, each, place)
        body = each.body
        found = await registrants.unite(uow, each.cause, body.survivor_id, body.merged_id)
        await _remember(uow, each, _REGISTERED, found)
        await calendars.forget(uow, [each.body.merged_id])


async def go_back(uow: UnitOfWork, undone: Sequence[Received[PersonMergeUndone]]) -> None:
    """What belongs to the employments that went back, and every row that came with the merge."""
    for each in undone:
        theirs = (
            onboardings.c.tenant == each.tenant,
            onboardings.c.employment_id.in_(each.body.employment_ids),
        )
        moved = update(onboardings).where(*theirs).values(worker_id=each.body.merged_id)
        await uow.session.execute(moved)
        for place in moving_places():
            table, column = place_of(place)
            came = gone_over(each.body.merge_id, place)
            mine = (table.c.tenant == each.tenant, column == each.body.survivor_id)
            back = update(table).where(*mine, table.c.id.in_(came))
            await uow.session.execute(back.values({column.name: each.body.merged_id}))
        came = gone_over(each.body.merge_id, _REGISTERED)
        ids = [*await uow.session.scalars(came)]
        await registrants.part(uow, each.cause, each.body.merged_id, ids)


async def _move(uow: UnitOfWork, each: Received[PersonMerged], place: str) -> None:
    table, column = place_of(place)
    theirs = (table.c.tenant == each.tenant, column == each.body.merged_id)
    ids = (await uow.session.scalars(select(table.c.id).where(*theirs))).all()
    moved = update(table).where(*theirs).values({column.name: each.body.survivor_id})
    await uow.session.execute(moved)
    await _remember(uow, each, place, ids)


async def _remember(
    uow: UnitOfWork, each: Received[PersonMerged], place: str, ids: Sequence[UUID]
) -> None:
    tenant, merge_id = each.tenant, each.body.merge_id
    row = row_of(MergedRow)
    rows = [row(tenant=tenant, merge_id=merge_id, place=place, row_id=key) for key in ids]
    await insert_rows(uow.session, merged_rows, rows)
