"""Two people of a municipality who may be the same."""

from uuid import UUID

from services.directory.duplicates.models import Duplicate
from services.directory.duplicates.use_cases import find
from services.directory.duplicates.values import Reason, Standing
from tests.house import House


async def pair_up(house: House, tenant: str, one: UUID, other: UUID) -> str:
    """The id of the pair; everybody has been looked at, so that it stays."""
    more = True
    while more:
        async with house.context("directory").database.transaction() as uow:
            more = await find(uow)
    async with house.context("directory").database.transaction() as uow:
        row = Duplicate(
            tenant=tenant,
            first_id=min(one, other),
            second_id=max(one, other),
            score=90,
            reasons=[Reason.NAME.value],
            standing=Standing.OPEN,
            found_at=uow.now,
        )
        uow.session.add(row)
        await uow.session.flush()
        return str(row.id)
