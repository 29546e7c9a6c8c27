"""Whether the clock may be believed: one that jumps ahead would delete what nobody wants gone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared.clock import Clock, MovableClock, local_date
from shared.database.writes import Write, write_all
from shared.messaging.tables import retention_runs as runs
from shared.messaging.unit_of_work import UnitOfWork

FAR = timedelta(days=14)
"""After the last recorded run; a service runs every day."""
APART = timedelta(hours=1)
"""Between the clock of a service and that of PostgreSQL."""
CONFIRMED = "clock"
"""The rule under which it is recorded that an operator believes the clock."""
_NOW = "clock_now"
_BELIEVED = "clock_believed"


class ClockDoubted(Exception):
    """Nothing is deleted until somebody confirms the clock, or it is right again."""


@dataclass(frozen=True)
class Doubt:
    """The service's clock is ``away`` from the last run, or from PostgreSQL's clock."""

    away: timedelta
    database: bool

    @property
    def days(self) -> int:
        """Whole ones."""
        return self.away.days


def is_watched(clock: Clock) -> bool:
    """One that somebody has moved is meant to be where it is."""
    return not isinstance(clock, MovableClock) or not clock.moved


def watch_clock(uow: UnitOfWork) -> None:
    """What deletes in this transaction is refused where its moment cannot be believed."""
    uow.session.sync_session.info[_NOW] = uow.now


def refuse_doubted(session: Session) -> None:
    """Once for each transaction that is watched; raises ``ClockDoubted``."""
    now: datetime | None = session.info.get(_NOW)
    if now is None or session.info.get(_BELIEVED) == now:
        return
    if found := doubt_of(session, now):
        raise ClockDoubted(found)
    session.info[_BELIEVED] = now


def doubt_of(session: Session, now: datetime) -> Doubt | None:
    """Why nothing may be deleted at this moment.

    Runs of a time to come do not count: a clock that was wrong is right again.
    """
    if session.get_bind().dialect.name == "postgresql":
        away = abs(session.execute(select(func.clock_timestamp())).scalar_one() - now)
        if away > APART:
            return Doubt(away, database=True)
    newest = select(func.max(runs.c.started_at)).where(runs.c.started_at <= now)
    last: datetime | None = session.execute(newest).scalar_one()
    if last is not None and now - last > FAR:
        return Doubt(now - last, database=False)
    return None


async def confirm(uow: UnitOfWork) -> None:
    """An operator says that the clock is right; it is recorded as a run that deletes nothing."""
    row: dict[str, Any] = {
        "rule": CONFIRMED,
        "day": local_date(uow.now),
        "days": 0,
        "deletion": "",
        "until": None,
        "started_at": uow.now,
        "finished_at": uow.now,
        "rows": 0,
        "holds": 0,
    }
    await write_all(uow.session, [Write(runs, [row], "ignore")])
