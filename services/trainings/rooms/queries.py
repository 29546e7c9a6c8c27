"""What there is in all rooms of one gathering, asked at once."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.agenda import queries as agenda
from services.trainings.certificates import queries as certificates
from services.trainings.minutes import queries as minutes
from services.trainings.models import Gathering
from services.trainings.promises import queries as promises
from services.trainings.qualification_kinds import queries as kinds
from services.trainings.quotas import queries as quotas
from services.trainings.rooms.values import Rooms
from services.trainings.speakers import queries as speakers
from services.trainings.workshops import queries as workshops


async def of(session: AsyncSession, row: Gathering, today: date) -> Rooms:
    """In one statement."""
    query = select(
        quotas.number_of(row).label("with_quota"),
        workshops.number_of(row).label("workshops"),
        agenda.number_of(row).label("items"),
        speakers.number_of(row, today).label("speakers"),
        promises.number_of(row).label("promised"),
        minutes.revision_of(row).label("revision"),
        minutes.published_at_of(row).label("published_at"),
        certificates.number_of(row).label("certified"),
        certificates.is_outstanding(row).label("outstanding"),
        kinds.names_for(row).label("counts_for"),
    )
    found = (await session.execute(query)).one()._asdict()
    return Rooms(written=bool(found.pop("revision")), **found)
