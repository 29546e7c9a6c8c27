"""Notes how addresses fare, and gives dead ones another chance."""

from collections.abc import Collection
from uuid import UUID

import structlog
from sqlalchemy import bindparam, case, delete, func, or_, select, update
from sqlalchemy.exc import NoResultFound

from services.notifications.addresses.models import AddressHealth
from services.notifications.addresses.models import health as table
from services.notifications.addresses.values import (
    CODE_EVERY,
    FAILURES,
    WINDOW,
    folded,
)
from services.notifications.recipients import queries as recipients
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.messaging.unit_of_work import UnitOfWork

log = structlog.get_logger()

_MINE = table.c.address == bindparam("which")
_HARD = case((table.c.window_until > bindparam("now"), table.c.hard + 1), else_=1)
_DEAD = case((_HARD >= FAILURES, bindparam("now")), else_=None)
_FAILED = (
    update(table)
    .where(_MINE)
    .values(
        hard=_HARD,
        suppressed_at=func.coalesce(table.c.suppressed_at, _DEAD),
        window_until=bindparam("until"),
        reply=bindparam("said"),
        changed_at=bindparam("now"),
    )
    .returning(table.c.suppressed_at)
)


async def failed_for_good(uow: UnitOfWork, address: str, reply: str) -> bool:
    """Nobody is there, it is said; returns whether it is held to be dead now."""
    await _begin(uow, address)
    now = uow.now
    values = {"which": folded(address), "now": now, "until": now + WINDOW, "said": reply}
    dead = (await uow.session.execute(_FAILED, values)).scalar_one() is not None
    if dead:
        log.warning("address.takes-no-mail", reason=reply)
    return dead


async def failed_for_now(uow: UnitOfWork, address: str) -> None:
    """Full, away, or slow: it says nothing about whether somebody is there."""
    await _begin(uow, address)
    mine = table.c.address == folded(address)
    change = update(table).where(mine).values(soft=table.c.soft + 1, changed_at=uow.now)
    await uow.session.execute(change)


async def try_again(uow: UnitOfWork, by: UUID, address: str, because: str) -> None:
    """As if it were new; raises ``NoResultFound`` where it is not held to be dead."""
    anew = {"hard": 0, "soft": 0, "suppressed_at": None, "changed_at": uow.now}
    lifted = {"lifted_at": uow.now, "lifted_by": by, "lifted_because": because}
    mine = (table.c.address == folded(address), table.c.suppressed_at.is_not(None))
    change = update(table).where(*mine).values(**anew, **lifted).returning(table.c.address)
    if (await uow.session.execute(change)).first() is None:
        raise NoResultFound


async def admits_code(uow: UnitOfWork, address: str) -> bool:
    """Always for one that lives; for a dead one once an hour, and this is noted as that once."""
    mine = (table.c.address == folded(address), table.c.suppressed_at.is_not(None))
    if (await uow.session.execute(select(table.c.address).where(*mine))).first() is None:
        return True
    free = or_(table.c.code_at.is_(None), table.c.code_at <= uow.now - CODE_EVERY)
    taken = update(table).where(*mine, free).values(code_at=uow.now).returning(table.c.address)
    admitted = (await uow.session.execute(taken)).first() is not None
    log.warning("code.to-dead-address")
    return admitted


async def code_was_not_sent(uow: UnitOfWork, address: str) -> None:
    """It was not the one of this hour after all: it is tried again soon."""
    mine = (table.c.address == folded(address), table.c.code_at.is_not(None))
    await uow.session.execute(update(table).where(*mine).values(code_at=None))


async def forget(uow: UnitOfWork, addresses: Collection[str]) -> None:
    """Of whoever was erased, unless somebody else can be reached there."""
    others = await recipients.in_use(uow.session, addresses)
    gone = table.c.address.in_({*addresses} - others)
    await uow.session.execute(delete(table).where(gone))


async def forget_lifter(uow: UnitOfWork, person_ids: Collection[UUID]) -> None:
    """Who was erased did nothing that is remembered."""
    mine = table.c.lifted_by.in_(person_ids)
    await uow.session.execute(update(table).where(mine).values(lifted_by=None))


async def _begin(uow: UnitOfWork, address: str) -> None:
    fresh = row_of(AddressHealth)(address=folded(address))
    usual = {"hard": 0, "soft": 0, "reply": "", "lifted_because": ""}
    times = {"window_until": uow.now, "changed_at": uow.now}
    await insert_rows(uow.session, table, [fresh], ignore_conflicts=True, **usual, **times)
