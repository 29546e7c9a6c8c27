"""Sets holds, ends them, and tells every service."""

from datetime import date
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import NoResultFound

from services.directory.legal_holds import queries, rules
from services.directory.legal_holds.models import LegalHold
from services.directory.people.use_cases import lock_people
from shared.clock import local_date
from shared.contracts.holds import LegalHoldRecord
from shared.database.reach import crossing
from shared.database.writes import Write, write_all
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.tables import holds
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me


async def hold(
    uow: UnitOfWork, me: Me, person_id: UUID | None, reason: str, last_day: date
) -> LegalHold:
    """Of one person, or of everybody and everything; raises ``Problem``, ``NoResultFound``.

    Whoever was erased while somebody wrote the form is not held: nothing of them is there.
    """
    rules.refuse_period(last_day, local_date(uow.now))
    if person_id is not None:
        await lock_people(uow, [person_id])
        if not await queries.belongs_here(uow.session, me.tenant, person_id):
            raise NoResultFound
    row = LegalHold(
        id=new_id(),
        tenant=me.tenant,
        person_id=person_id,
        reason=reason,
        last_day=last_day,
        set_by=me.person_id,
        set_at=uow.now,
    )
    await place(uow, row, me.cause)
    return row


async def place(uow: UnitOfWork, row: LegalHold, cause: Cause) -> None:
    """It holds from this transaction on, and elsewhere as soon as it is told."""
    uow.session.add(row)
    await uow.session.flush()
    await _tell(uow, row, cause)


async def end(uow: UnitOfWork, row: LegalHold, cause: Cause) -> None:
    """What is due goes with the next runs; ending twice changes nothing."""
    if row.ended_at is not None:
        return
    row.ended_at = uow.now
    await uow.session.execute(crossing(delete(holds).where(holds.c.hold_id == row.id)))
    uow.erase(LegalHoldRecord, row.id, cause)


async def tend(uow: UnitOfWork) -> None:
    """End those that are over, and tell of ids that somebody has got since."""
    running = select(LegalHold).where(LegalHold.ended_at.is_(None))
    today = local_date(uow.now)
    for row in (await uow.session.scalars(running)).all():
        cause = Cause(row.tenant, new_id())
        if row.last_day < today:
            await end(uow, row, cause)
        elif row.person_id is not None:
            known = select(holds.c.ids).where(holds.c.hold_id == row.id)
            ids = await queries.ids_of(uow.session, row.tenant, row.person_id)
            if (await uow.session.scalars(known)).first() != [str(each) for each in ids]:
                await _tell(uow, row, cause)


async def _tell(uow: UnitOfWork, row: LegalHold, cause: Cause) -> None:
    """Here, and everywhere else."""
    some = await queries.ids_of(uow.session, row.tenant, row.person_id) if row.person_id else []
    version = int(uow.now.timestamp() * 1_000_000)
    copy = {
        "hold_id": row.id,
        "version": version,
        "tenant": row.tenant,
        "ids": [str(each) for each in some],
        "last_day": row.last_day,
    }
    await write_all(uow.session, [Write(holds, [copy], "replace", "version")])
    record = LegalHoldRecord(
        hold_id=row.id, version=version, ids=tuple(some), last_day=row.last_day
    )
    uow.announce(record, cause)
