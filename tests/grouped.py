"""A group of a municipality's, and what its office means to do, each in place of the one it had."""

from datetime import timedelta

from sqlalchemy import delete

from services.directory.groups.models import Group, GroupPick, picks
from services.directory.network.models import GapTask
from shared.clock import local_date
from shared.contracts.relationships import RelationshipType
from shared.ids import new_id
from tests.house import House
from tests.town import Town


async def gather(house: House, town: Town) -> None:
    """With whoever acts for its school in it by hand."""
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


async def intend(house: House, town: Town) -> None:
    """About what its school lacks."""
    async with house.context("directory").database.transaction() as uow:
        await uow.session.execute(delete(GapTask).where(GapTask.tenant == town.municipality))
        task = GapTask(
            tenant=town.municipality,
            id=new_id(),
            school_id=town.school_id,
            type=RelationshipType.ASD_CONTACT,
            due_on=local_date(house.clock.now()) + timedelta(days=30),
        )
        uow.session.add(task)
        town.values |= {"gap_task_id": str(task.id), "kind": str(task.type)}
    town.traces.add(str(task.id))
