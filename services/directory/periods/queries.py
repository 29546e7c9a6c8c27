"""Periods as a municipality keeps them, and what a shorter one would take."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Column, ColumnElement, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.models import metadata
from services.directory.periods.values import CHOSEN, Choice, Going
from shared.messaging.tables import retention_periods as table
from shared.privacy.declared import Deletion
from shared.privacy.record import record
from shared.retention.chosen import within_limits
from shared.retention.rules import Rule, beginning_of
from shared.retention.runs import waiting

_ROOT = UUID("7d0d0a5e-6f5b-4c1d-9a53-2f6f0d6c8e11")
_OTHER: dict[Deletion, tuple[str, str]] = {
    Deletion.NINETY_DAYS: ("gap_tasks", "done_at"),
    Deletion.CONNECTIONS_OVER: ("relationships", "valid_to"),
}
"""Tables of the directory that jobs of their own keep, and from which column a period runs."""


def choice_id(tenant: str, deletion: Deletion) -> UUID:
    """The same always, so that a municipality has one period for a class."""
    return uuid5(_ROOT, f"{tenant}/{deletion.key}")


def by_name(key: str) -> Deletion:
    """A class of which a period may be chosen; raises ``NoResultFound``."""
    found = next((each for each in CHOSEN if each.key == key), None)
    if found is None:
        raise NoResultFound
    return found


async def choices(session: AsyncSession, tenant: str) -> list[Choice]:
    """Every class, as the municipality keeps it."""
    query = select(table.c.deletion, table.c.days, table.c.version).where(table.c.tenant == tenant)
    own = {row.deletion: row for row in await session.execute(query)}
    return [
        Choice(each, within_limits(each, timedelta(days=row.days)), row.version)
        if (row := own.get(each.key))
        else Choice(each, each.period.lasts)
        for each in CHOSEN
    ]


async def choice(session: AsyncSession, tenant: str, deletion: Deletion) -> Choice:
    """Of one class."""
    return next(each for each in await choices(session, tenant) if each.deletion is deletion)


async def own_periods(session: AsyncSession, tenant: str) -> dict[Deletion, timedelta]:
    """Those that are not the usual ones."""
    return {each.deletion: each.lasts for each in await choices(session, tenant) if each.is_own}


async def going(
    session: AsyncSession,
    tenant: str,
    wanted: tuple[Deletion, timedelta],
    rules: Sequence[Rule],
    today: date,
) -> list[Going]:
    """What the next run would take by such a period; ``rules`` are the directory's."""
    deletion, lasts = wanted
    mine = [
        Rule(each.table, each.starts, each.deletion, each.emptied, each.deed, lasts, (tenant,))
        for each in rules
        if each.deletion is deletion
    ]
    rows = sum(number for _, number in await waiting(session, mine, today))
    if deletion in _OTHER:
        rows += await _other(session, tenant, deletion, today - lasts)
    kept = [each for row in record().activities for each in row.kept]
    places = {each.service: each.where for each in kept if each.deletion == deletion.key}
    return [
        Going(where, rows if service == "directory" else None) for service, where in places.items()
    ]


async def _other(session: AsyncSession, tenant: str, deletion: Deletion, before: date) -> int:
    name, starts = _OTHER[deletion]
    rows = metadata.tables[name]
    column: Column[Any] = rows.c[starts]
    old: ColumnElement[bool] = column < (
        before if column.type.python_type is date else beginning_of(before)
    )
    if "from_person_id" in rows.c:
        old &= rows.c.from_person_id.is_not(None)
    query = select(func.count()).select_from(rows).where(rows.c.tenant == tenant, old)
    return (await session.execute(query)).scalar_one()
