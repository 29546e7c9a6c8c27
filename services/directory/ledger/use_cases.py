"""Opens the ledger of those whom facts name, and stores what was entered; each in a few statements.

How many statements that takes does not depend on how many facts there are.
"""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts import use_cases as accounts
from services.directory.departures.queries import reasons_of
from services.directory.employments import use_cases as employing
from services.directory.employments.queries import known_by_number, standing_of
from services.directory.leaves.queries import of_employments
from services.directory.ledger.values import Entered, Ledger
from services.directory.organizations.queries import organizations_by_id
from services.directory.people.use_cases import lock_people
from services.directory.placements import use_cases as placing
from services.directory.placements.queries import in_force, schools_of
from services.directory.placements.values import Placed
from services.directory.schemas import NewPlacement
from shared.clock import local_date
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.tokens import ApiClient


async def opened(
    uow: UnitOfWork,
    client: ApiClient,
    numbers: Collection[str],
    placements: Iterable[NewPlacement] = (),
    *,
    leaving: bool = False,
) -> Ledger:
    """Of the workers with these numbers, who are held until the transaction ends.

    ``leaving`` says that some may leave: then what else they work for is known, too.
    """
    wanted = {(client.organization_id, each) for each in numbers}
    await employing.hold_all(uow.bulk, wanted)
    ledger = await read(uow.session, client, local_date(uow.now), numbers, placements)
    if leaving:
        workers = {each.worker_id for known in ledger.known.values() for each in known}
        await lock_people(uow, workers)
        ledger.standing = await standing_of(uow.session, client.tenant, workers)
        employments = [each.id for known in ledger.known.values() for each in known]
        ledger.away = await of_employments(uow.session, client.tenant, employments)
    return ledger


async def read(
    session: AsyncSession,
    client: ApiClient,
    today: date,
    numbers: Collection[str],
    placements: Iterable[NewPlacement] = (),
) -> Ledger:
    """The same to look only: nobody is held, and nothing may be stored of it."""
    known = await known_by_number(session, {(client.organization_id, each) for each in numbers})
    employments = [each.id for of_number in known.values() for each in of_number]
    rows = await in_force(session, client.tenant, employments)
    schools = await schools_of(session, placements)
    ids = {each.school_id for placed in rows.values() for each in placed}
    ids |= {row.id for (tenant, _), row in schools.items() if tenant == client.tenant}
    return Ledger(
        client=client,
        today=today,
        known=known,
        placed=Placed(rows),
        schools=schools,
        named=await organizations_by_id(session, client.tenant, ids),
        reasons=await reasons_of(session, client.tenant, employments),
    )


async def store(uow: UnitOfWork, ledger: Ledger, entered: Iterable[Entered]) -> None:
    """All that was entered, and announce it."""
    await employing.store_changes(uow, ledger.tenant, ledger.changed.values())
    await placing.store_placed(uow, ledger.tenant, ledger.placed)
    await accounts.leave_all(uow, ledger.tenant, ledger.leaving)
    for each in entered:
        for event in each.events:
            uow.announce(event, each.cause)
