"""Agrees to be named, and not any more; forgets it in time."""

from sqlalchemy import delete, select

from services.trainings.models import Gathering, Registration
from services.trainings.seats import use_cases as seats
from services.trainings.shared_lists import queries
from services.trainings.shared_lists.models import ListConsent, list_consents
from shared.database.reach import crossing
from shared.messaging.unit_of_work import UnitOfWork


async def agree(uow: UnitOfWork, entry: Registration, *, agrees: bool) -> None:
    """Twice is the same as once."""
    tenant, registration_id = entry.tenant, entry.id
    await seats.hold(uow, tenant, entry.gathering_id)
    before = await queries.agrees(uow.session, tenant, registration_id)
    if agrees and not before:
        row = ListConsent(tenant=tenant, registration_id=registration_id, given_at=uow.now)
        uow.session.add(row)
    elif before and not agrees:
        mine = (
            list_consents.c.tenant == tenant,
            list_consents.c.registration_id == registration_id,
        )
        await uow.session.execute(delete(list_consents).where(*mine))


async def forget(uow: UnitOfWork) -> None:
    """What was agreed for gatherings of which nobody reads the list any more."""
    past = (
        select(Registration.id)
        .join(Gathering, Gathering.id == Registration.gathering_id)
        .where(Gathering.ends_at < uow.now - queries.SHOWN)
    )
    gone = delete(list_consents).where(list_consents.c.registration_id.in_(past))
    await uow.session.execute(crossing(gone))
