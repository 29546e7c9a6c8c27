"""The runs of a service: in small batches, each rule once a day, with a record of what went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Delete,
    MetaData,
    Select,
    Update,
    delete,
    func,
    select,
    tuple_,
    update,
)
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncSession

from shared.clock import local_date
from shared.database.reach import crossing
from shared.database.writes import Write, write_all
from shared.jobs.scheduler import Jobs
from shared.messaging.tables import retention_runs as runs
from shared.messaging.unit_of_work import UnitOfWork
from shared.privacy.declared import Deletion
from shared.privacy.record import by_key
from shared.retention.chosen import by_period, current_periods
from shared.retention.clock import CONFIRMED
from shared.retention.deeds import Deed
from shared.retention.holds import Hold, holds_on, unless_held
from shared.retention.rules import Rule, rules_of
from shared.retention.sparing import current_holds

AT_ONCE = 1000
"""Rows of one transaction, so that nobody waits for it."""
SHOWN = 200


def retention_jobs(tables: MetaData, deeds: Sequence[Deed] = ()) -> Jobs:
    """The one job of a service."""
    jobs, rules = Jobs(), rules_of(tables, deeds=deeds)

    @jobs.every(timedelta(hours=1), despite_holds="each batch asks by itself")
    async def delete_what_is_due(uow: UnitOfWork) -> bool:
        """One batch; what is finished today is not begun again, whoever runs it."""
        return await run_batch(uow, rules)

    return jobs


async def run_batch(uow: UnitOfWork, rules: Sequence[Rule], at_once: int = AT_ONCE) -> bool:
    """The next batch of the first rule that is not finished today; whether there may be more."""
    today = local_date(uow.now)
    over = (runs.c.day == today, runs.c.finished_at.is_not(None))
    finished = await uow.session.execute(select(runs.c.rule, runs.c.days).where(*over))
    done = {(name, days) for name, days in finished}
    own = await uow.session.run_sync(current_periods)
    all_rules = by_period(rules, own)
    rule = next((each for each in all_rules if (each.key, each.lasts.days) not in done), None)
    if rule is None:
        return False
    found = await uow.session.run_sync(current_holds, today)
    row = {
        "rule": rule.key,
        "day": today,
        "days": rule.lasts.days,
        "deletion": rule.deletion.key,
        "until": rule.until(today),
        "started_at": uow.now,
        "finished_at": None,
        "rows": 0,
        "holds": len(found),
    }
    await write_all(uow.session, [Write(runs, [row], "ignore")])
    mine = (runs.c.rule == rule.key, runs.c.day == today, runs.c.days == rule.lasts.days)
    locked = select(runs.c.finished_at).where(*mine).with_for_update()
    if (await uow.session.execute(locked)).scalar_one() is not None:
        return True
    at_once = min(at_once, rule.deed.at_once) if rule.deed else at_once
    gone = await _take(uow, rule, today, found, at_once)
    ended = {} if gone == at_once else {"finished_at": uow.now}
    counted = {"rows": runs.c.rows + gone, "holds": len(found)}
    await uow.session.execute(update(runs).where(*mine).values(**counted, **ended))
    return True


async def _take(
    uow: UnitOfWork, rule: Rule, today: date, found: Sequence[Hold], at_once: int
) -> int:
    """One batch; returns how many rows it had."""
    sqlite = uow.session.get_bind().dialect.name == "sqlite"
    if rule.deed is not None:
        these = oldest(rule, today, found, at_once, sqlite=sqlite)
        keys = (await uow.session.execute(crossing(these))).all()
        return await rule.deed.take(uow, keys) if keys else 0
    gone = await uow.session.execute(crossing(batch(rule, today, found, at_once, sqlite=sqlite)))
    assert isinstance(gone, CursorResult)
    return gone.rowcount


def oldest(
    rule: Rule, today: date, found: Sequence[Hold], at_once: int = AT_ONCE, *, sqlite: bool
) -> Select[Any]:
    """The primary keys of the oldest rows that are due and that no hold keeps."""
    due = _due(rule, today, found, sqlite=sqlite)
    return select(*rule.table.primary_key.columns).where(due).order_by(rule.starts).limit(at_once)


def _due(rule: Rule, today: date, found: Sequence[Hold], *, sqlite: bool) -> ColumnElement[bool]:
    naming = rule.deed.naming if rule.deed else None
    return unless_held(rule.table, rule.due(today), found, naming, sqlite=sqlite)


def batch(
    rule: Rule, today: date, found: Sequence[Hold], at_once: int = AT_ONCE, *, sqlite: bool
) -> Delete | Update:
    """The oldest rows that are due and that no hold keeps."""
    key = list(rule.table.primary_key.columns)
    these = oldest(rule, today, found, at_once, sqlite=sqlite)
    mine = key[0].in_(these) if len(key) == 1 else tuple_(*key).in_(these)
    if rule.emptied is not None:
        return update(rule.table).where(mine).values({rule.emptied.name: None})
    return delete(rule.table).where(mine)


@dataclass(frozen=True)
class Run:
    """What became of one rule, for rows of one period of so many days, or of what a job deletes.

    A job has no days, and may have no limit of one moment; that the clock was confirmed is of no
    class.
    """

    rule: str
    day: date
    days: int
    deletion: Deletion | None
    until: datetime | None
    started_at: datetime
    finished_at: datetime | None
    rows: int
    holds: int


async def latest(session: AsyncSession, most: int = SHOWN) -> list[Run]:
    """Those that deleted something, or were interrupted, the newest first."""
    told = (runs.c.rows > 0) | runs.c.finished_at.is_(None) | (runs.c.rule == CONFIRMED)
    newest = (runs.c.day.desc(), runs.c.rule, runs.c.days)
    ordered = select(runs).where(told).order_by(*newest).limit(most)
    rows = (await session.execute(ordered)).mappings().all()
    return [Run(**{**row, "deletion": row["deletion"] and by_key(row["deletion"])}) for row in rows]


async def last_run(session: AsyncSession) -> datetime | None:
    """When one began last, whether or not it found something."""
    found: datetime | None = await session.scalar(select(func.max(runs.c.started_at)))
    return found


async def waiting(
    session: AsyncSession,
    rules: Sequence[Rule],
    day: date,
    tenant: str | None = None,
    *,
    despite_holds: bool = False,
) -> list[tuple[Rule, int]]:
    """How many rows the run of ``day`` will take by each rule, counted up to ten thousand."""
    found = [] if despite_holds else await holds_on(session, day)
    sqlite = session.get_bind().dialect.name == "sqlite"
    counted = []
    for rule in rules:
        due = _due(rule, day, found, sqlite=sqlite)
        if tenant is not None:
            due &= rule.table.c.tenant == tenant
        some = select(rule.starts).where(due).limit(10_000).subquery()
        query = crossing(select(func.count()).select_from(some))
        counted.append((rule, (await session.execute(query)).scalar_one()))
    return counted
