"""Notes why letters were given up, and puts them back when an operator says so."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import Select, delete, select

from services.notifications.deliveries import use_cases as deliveries
from services.notifications.undeliverable.models import GivenUp, given_up
from services.notifications.undeliverable.values import FailureCause
from services.notifications.values import Letter, Owed
from shared.database.lists import in_list
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.messaging.unit_of_work import UnitOfWork

BATCH_SIZE = 500

log = structlog.get_logger()


async def give_up(
    uow: UnitOfWork, failed: Iterable[Owed], cause: FailureCause, *, tried: bool, reply: str = ""
) -> set[UUID]:
    """No further attempt, and a line for the operator; returns those that were still owed."""
    given_up = await deliveries.give_up(uow, failed, tried=tried)
    await _list(uow, given_up, cause, reply)
    return {owed.id for owed, _ in given_up}


async def give_up_returned(uow: UnitOfWork, message_ids: Collection[UUID], reply: str) -> None:
    """They had been sent, and came back."""
    await _list(uow, await deliveries.take_returned(uow, message_ids), FailureCause.RETURNED, reply)


async def forget(uow: UnitOfWork, mine: Select[tuple[UUID]]) -> None:
    """Nobody can put these messages back any more."""
    await uow.session.execute(delete(given_up).where(given_up.c.letter_id.in_(mine)))


async def forget_older(uow: UnitOfWork, moment: datetime) -> None:
    """What nobody has put back since."""
    await uow.session.execute(delete(given_up).where(given_up.c.given_up_at < moment))


async def put_back(uow: UnitOfWork, letter_ids: Collection[UUID], tenant: str = "") -> int:
    """Owe these letters again, of one municipality or of all.

    Those that need not be sent any more are only forgotten here.
    """
    back = await deliveries.put_back(uow, letter_ids, tenant)
    mine = in_list(given_up.c.letter_id, "ids")
    if tenant:
        mine &= given_up.c.tenant == tenant
    await uow.session.execute(delete(given_up).where(mine), {"ids": list(letter_ids)})
    log.warning("letters.put-back", letters=[str(each) for each in back])
    return len(back)


async def put_back_one(uow: UnitOfWork, letter_id: UUID) -> int:
    """As ``put_back``; raises ``NoResultFound`` for a letter that is not given up."""
    await uow.session.get_one(GivenUp, letter_id, with_for_update=True)
    return await put_back(uow, [letter_id])


async def put_back_all(uow: UnitOfWork, cause: FailureCause) -> int:
    """The same for every letter that was given up for this cause."""
    total = 0
    of_this_cause = select(GivenUp.letter_id).where(GivenUp.cause == cause.value).limit(BATCH_SIZE)
    while ids := (await uow.session.scalars(of_this_cause)).all():
        total += await put_back(uow, ids)
    return total


async def _list(
    uow: UnitOfWork, settled: Iterable[tuple[Owed, int]], cause: FailureCause, reply: str
) -> None:
    rows = [
        row_of(GivenUp)(
            letter_id=owed.id,
            tenant=owed.tenant,
            correlation_id=owed.cause.correlation_id,
            kind=owed.kind.value,
            role=owed.role.value if isinstance(owed, Letter) else "",
            cause=cause.value,
            reply=reply,
            attempts=attempts,
            given_up_at=uow.now,
        )
        for owed, attempts in settled
    ]
    await insert_rows(uow.session, given_up, rows, ignore_conflicts=True)
