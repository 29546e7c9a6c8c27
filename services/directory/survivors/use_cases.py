"""Finds and holds the people who are meant by ids that somebody has kept."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from services.directory.models import metadata
from services.directory.people.queries import MOST_MERGES
from shared.database.lists import in_list
from shared.messaging.unit_of_work import UnitOfWork

_people = metadata.tables["people"]
_AMONG = select(_people.c.id, _people.c.merged_into).where(in_list(_people.c.id, "ids"))


async def hold_meant(uow: UnitOfWork, tenant: str, ids: Collection[UUID]) -> dict[UUID, UUID]:
    """By id who is meant, at the end of all merges; without those the municipality has not.

    Nobody merges them before this transaction is over: what it stores is the survivor's.
    """
    meant = {key: key for key in ids}
    mine = _AMONG.where(_people.c.tenant == tenant).order_by(_people.c.id)
    held = mine.with_for_update(read=True, key_share=True)
    for _ in range(MOST_MERGES):
        rows = await uow.session.execute(held, {"ids": sorted({*meant.values()})})
        leads = {row.id: row.merged_into or row.id for row in rows}
        before, meant = meant, {key: leads[at] for key, at in meant.items() if at in leads}
        if meant == before:
            break
    return meant
