"""Periods that tenants have chosen: every service's copy of what their offices have said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Date, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from shared.clock import local_date
from shared.contracts.periods import RetentionPeriodRecord
from shared.database.reach import crossing
from shared.messaging.router import EventRouter
from shared.messaging.tables import retention_periods
from shared.messaging.unit_of_work import UnitOfWork
from shared.privacy.declared import Deletion
from shared.retention.rules import Rule
from shared.retention.sparing import refuse_unread

handlers = EventRouter()
handlers.keep_copy(RetentionPeriodRecord, retention_periods)

Chosen = Mapping[tuple[Deletion, timedelta], tuple[str, ...]]
"""The tenants that have chosen a period for a class."""
_KEYS = {each.key: each for each in Deletion if each.period.chosen}


async def chosen_periods(session: AsyncSession) -> Chosen:
    """Those of all tenants."""
    return await session.run_sync(_read)


def current_periods(session: Session) -> Chosen:
    """The same for a job; raises ``HoldsUnread``."""
    refuse_unread(session)
    return _read(session)


def within_limits(deletion: Deletion, lasts: timedelta) -> timedelta:
    """What is nearest to it of what may be chosen."""
    least, most = deletion.period.least, deletion.period.most
    return min(max(lasts, least or lasts), most or lasts)


def by_period(rules: Sequence[Rule], chosen: Chosen) -> Iterator[Rule]:
    """Each rule once for every period: that of its class, and those of tenants."""
    for rule in rules:
        own = {
            lasts: those for (deletion, lasts), those in chosen.items() if deletion is rule.deletion
        }
        without = tuple(sorted(tenant for those in own.values() for tenant in those))
        yield replace(rule, those=without)
        for lasts in sorted(own):
            yield replace(rule, own=lasts, those=own[lasts])


async def is_over(
    uow: UnitOfWork, deletion: Deletion, start: "Column[Any]", tenant: "Column[Any]"
) -> ColumnElement[bool]:
    """Whether the period of a row has ended, in one condition for all tenants.

    For jobs that do more than delete rows by their age. Raises ``HoldsUnread``.
    """
    chosen = await uow.session.run_sync(current_periods)
    now = local_date(uow.now) if isinstance(start.type, Date) else uow.now
    usual = now - deletion.period.lasts
    own = {now - lasts: those for (each, lasts), those in chosen.items() if each is deletion}
    if not own:
        return start < usual
    others = tenant.not_in([one for those in own.values() for one in those])
    theirs = (and_(tenant.in_(those), start < limit) for limit, those in own.items())
    return and_(start < max(usual, *own), or_(and_(others, start < usual), *theirs))


def _read(session: Session) -> Chosen:
    own = retention_periods.c
    query = select(own.tenant, own.deletion, own.days)
    found: dict[tuple[Deletion, timedelta], tuple[str, ...]] = {}
    for tenant, key, days in session.execute(crossing(query.order_by(own.tenant))):
        if deletion := _KEYS.get(key):
            lasts = within_limits(deletion, timedelta(days=days))
            if lasts != deletion.period.lasts:
                found[deletion, lasts] = (*found.get((deletion, lasts), ()), tenant)
    return found
