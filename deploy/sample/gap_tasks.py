"""What the sample's office means to do about what is missing in its network."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, select

from services.directory.network.models import GapTask
from services.directory.network.queries import gaps, office
from shared.clock import local_date
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork

_DUE = (5, 20, 41)
"""Days from now; of the first nobody in particular takes care."""


async def intend(uow: UnitOfWork, municipality: str) -> None:
    """Add them once, about what is missing now."""
    there = exists().where(GapTask.tenant == municipality)
    if (await uow.session.execute(select(there))).scalar():
        return
    today = local_date(uow.now)
    people = [UUID(key) for key, _ in await office(uow.session, municipality, today)][:1]
    found = await gaps(uow.session, municipality, today)
    for number, (gap, days) in enumerate(zip(found[::2], _DUE, strict=False)):
        uow.session.add(
            GapTask(
                tenant=municipality,
                id=new_id(),
                school_id=gap.school_id,
                type=gap.type,
                due_on=today + timedelta(days=days),
                assignee_id=people[0] if people and number else None,
            )
        )
