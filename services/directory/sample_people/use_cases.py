"""Offers people of the sample to whoever looks at it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from services.directory.sample_people.models import SamplePerson
from services.directory.sample_people.values import is_invented
from shared.database.tables import row_of, table_of
from shared.database.writes import insert_rows
from shared.messaging.unit_of_work import UnitOfWork


async def offer_sample(uow: UnitOfWork, people_and_titles: Sequence[tuple[UUID, str]]) -> None:
    """Let whoever looks at the sample sign in as these, in this order, after those before."""
    last = (await uow.session.execute(select(func.max(SamplePerson.position)))).scalar()
    first = 0 if last is None else last + 1
    rows = [
        row_of(SamplePerson)(person_id=person_id, position=position, title=title)
        for position, (person_id, title) in enumerate(people_and_titles, first)
    ]
    await insert_rows(uow.session, table_of(SamplePerson), rows, ignore_conflicts=True)


async def offer_invented(uow: UnitOfWork, person_id: UUID, address: str, title: str) -> None:
    """Where the sample is loaded, offer somebody else, too, whose address nobody can have."""
    loaded = (await uow.session.execute(select(func.count()).select_from(SamplePerson))).scalar()
    if loaded and is_invented(address):
        await offer_sample(uow, [(person_id, title)])
