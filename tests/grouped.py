"""A group of a municipality's, with whoever acts for its school in it by hand."""

from typing import TYPE_CHECKING

from sqlalchemy import delete

from services.directory.groups.models import Group, GroupPick, picks
from shared.ids import new_id
from tests.house import House

if TYPE_CHECKING:
    from tests.towns import Town


async def gather(house: House, town: "Town") -> None:
    """One, in place of the one that it had."""
    name = f"Arbeitskreis {town.municipality}"
    async with house.context("directory").database.transaction() as uow:
        await uow.session.execute(delete(picks).where(picks.c.tenant == town.municipality))
        former = Group.tenant == town.municipality, Group.name == name
        await uow.session.execute(delete(Group).where(*former))
        group = Group(tenant=town.municipality, id=new_id(), name=name, description="")
        uow.session.add(group)
        await uow.session.flush()
        pick = GroupPick(
            tenant=town.municipality,
            id=new_id(),
            group_id=group.id,
            organization_id=town.school_id,
        )
        uow.session.add(pick)
        town.values |= {"group_id": str(group.id), "pick_id": str(pick.id)}
    town.traces |= {str(group.id), str(pick.id), name}
