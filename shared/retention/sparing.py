"""What jobs delete leaves out who is held: every statement of a job's transaction goes through it.

A job that chooses rows first, because it does more than delete them, asks for ``unheld``.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import ColumnElement, Delete, Table, false, func, not_, or_, select, true, tuple_
from sqlalchemy import event as events
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from shared.clock import local_date
from shared.messaging.unit_of_work import UnitOfWork
from shared.privacy.columns import declared
from shared.privacy.declared import Deletion, Personal
from shared.retention.clock import refuse_doubted
from shared.retention.holds import Hold, read_holds, spared

UNHELD = {
    Deletion.SIGN_IN_OVER: "a sign-in under way, for two hours",
    Deletion.SIGNED_OUT: "a session, for ten hours",
    Deletion.CODE_USED: "a code to sign in with",
    Deletion.TWO_DAYS: "what a sign-in needs, for two days",
    Deletion.REPLAY: "an answer for whoever asks again, for a day",
    Deletion.SEVEN_DAYS: "a copy for the person, of what is kept elsewhere",
    Deletion.DEADLINE: "answers are sealed so that nobody can be found by them",
    Deletion.QUEUED: "a copy on its way",
}
"""Classes of deletion that no hold keeps, and why."""
_KNOWN = "holds_known"


class HoldsUnread(Exception):
    """The service has not read since its start what offices hold, and which periods they chose."""


class DeletedUnasked(Exception):
    """A job deletes an object of a session; holds are asked of statements only."""


@lru_cache(maxsize=1000)
def is_concerned(table: Table) -> bool:
    """Whether a hold may keep rows of it."""
    says = (declared(column) for column in table.columns)
    return any(isinstance(each, Personal) and each.deletion not in UNHELD for each in says)


def know_holds(uow: UnitOfWork, known: Callable[[], bool]) -> None:
    """Whoever asks for holds in this transaction is refused unless they are ``known``."""
    uow.session.sync_session.info[_KNOWN] = known


def current_holds(session: Session, today: date) -> Sequence[Hold]:
    """Those that are not over; raises ``HoldsUnread`` and ``ClockDoubted``."""
    refuse_unread(session)
    refuse_doubted(session)
    return read_holds(session, today)


def refuse_unread(session: Session) -> None:
    """Raises ``HoldsUnread`` in the transaction of a job that came too early."""
    known = session.info.get(_KNOWN)
    if known is not None and not known():
        raise HoldsUnread


def spare_held(uow: UnitOfWork) -> None:
    """From now on no statement of this transaction deletes what a hold keeps."""
    session = uow.session.sync_session
    events.listen(session, "do_orm_execute", partial(_narrow, uow))
    events.listen(session, "before_flush", _refuse)


async def unheld(uow: UnitOfWork, table: Table) -> ColumnElement[bool]:
    """Which rows of a table no hold keeps."""
    session = uow.session
    found = await session.run_sync(current_holds, local_date(uow.now))
    return not_(kept(table, found, sqlite=_is_sqlite(session))) if found else true()


def kept(table: Table, found: Sequence[Hold], *, sqlite: bool) -> ColumnElement[bool]:
    """Which rows a hold keeps: of somebody, and those to which such a row refers."""
    return or_(spared(table, found, sqlite=sqlite), *_referred(table, found, sqlite=sqlite))


def _referred(table: Table, found: Sequence[Hold], *, sqlite: bool) -> list[ColumnElement[bool]]:
    referred: list[ColumnElement[bool]] = []
    for other in table.metadata.tables.values():
        if other is table or not is_concerned(other):
            continue
        for key in other.foreign_key_constraints:
            if key.referred_table is table:
                there = [each.parent for each in key.elements]
                mine: Any = tuple_(*(each.column for each in key.elements))
                theirs = select(*there).where(
                    kept(other, found, sqlite=sqlite), *(each.is_not(None) for each in there)
                )
                mine = mine if len(there) > 1 else key.elements[0].column
                referred.append(func.coalesce(mine.in_(theirs), false()))
    return referred


def _narrow(uow: UnitOfWork, asked: ORMExecuteState) -> None:
    statement = asked.statement
    if not isinstance(statement, Delete) or not isinstance(statement.table, Table):
        return
    if not is_concerned(statement.table):
        return
    session = asked.session
    if found := current_holds(session, local_date(uow.now)):
        left = not_(kept(statement.table, found, sqlite=_is_sqlite(session)))
        asked.statement = statement.where(left)


def _refuse(session: Session, _: UOWTransaction, __: Any) -> None:
    for each in session.deleted:
        if is_concerned(each.__table__):
            raise DeletedUnasked(each.__table__.name)


def _is_sqlite(session: AsyncSession | Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
