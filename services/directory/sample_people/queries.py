"""What is read of the sample's people."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.people.queries import names_of
from services.directory.sample_people.models import SamplePerson
from services.directory.sample_people.values import Sample


async def sample_people(session: AsyncSession) -> Sequence[Sample]:
    """Those one may sign in as by a click; none in an installation without the sample."""
    query = select(SamplePerson.person_id, SamplePerson.title).order_by(SamplePerson.position)
    rows = (await session.execute(query)).all()
    if not rows:
        return []
    names = await names_of(session, [row.person_id for row in rows])
    return [
        Sample(row.person_id, names[row.person_id], row.title)
        for row in rows
        if row.person_id in names
    ]
