"""Tells schools who is there while somebody is on leave."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select

from services.directory.cover import queries, rules
from services.directory.cover.models import ToldCover, told_covers
from services.directory.cover.values import Cover, Part
from services.directory.employments.queries import by_ids
from services.directory.leaves import queries as leaves
from shared.clock import local_date
from shared.contracts.leaves import CoverAnnounced, CoverFact
from shared.database.tables import row_of
from shared.database.writes import upsert_rows
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork


async def tell_covers(uow: UnitOfWork) -> None:
    """Announce what schools know otherwise, in every municipality with leaves."""
    today = local_date(uow.now)
    known = await uow.session.scalars(select(told_covers.c.tenant).distinct())
    for tenant in sorted({*known, *await leaves.tenants_with(uow.session, today)}):
        await _tell(uow, tenant, today)


async def remember(uow: UnitOfWork, tenant: str) -> None:
    """As if schools had been told when it was new; nothing is announced."""
    found = await queries.of_municipality(uow.session, tenant, local_date(uow.now))
    await _keep(uow, tenant, found)


async def _tell(uow: UnitOfWork, tenant: str, today: date) -> None:
    known = select(told_covers).where(told_covers.c.tenant == tenant)
    told = {(row.leave_id, row.school_id): row for row in await uow.session.execute(known)}
    ids = {leave_id for leave_id, _ in told}
    found = await queries.of_municipality(uow.session, tenant, today, ids)
    now = {(each.leave_id, each.school_id): each for each in found}
    new = [
        cover
        for key, cover in now.items()
        if rules.ahead(cover.parts, today) != _ahead(told.get(key), today)
    ]
    for cover in new:
        uow.announce(_announced(cover), Cause(tenant, new_id()))
    await _call_off(uow, tenant, [row for key, row in told.items() if key not in now], today)
    over = [key for key in told if key not in now or not rules.ahead(now[key].parts, today)]
    await _forget(uow, tenant, over)
    await _keep(uow, tenant, [each for each in new if rules.ahead(each.parts, today)])


def _ahead(row: Row[Any] | None, today: date) -> list[Part]:
    return rules.ahead(rules.told(row.parts), today) if row is not None else []


async def _call_off(uow: UnitOfWork, tenant: str, gone: Sequence[Row[Any]], today: date) -> None:
    """Of leaves that do not take place; who is at the school no more has not come back to it."""
    if not gone:
        return
    takes_place = await leaves.of_ids(uow.session, tenant, {row.leave_id for row in gone})
    kept = {each.id for each in takes_place}
    jobs = await by_ids(uow.session, tenant, {row.employment_id for row in gone})
    for row in gone:
        if row.leave_id not in kept and _ahead(row, today):
            event = CoverAnnounced(
                leave_id=row.leave_id,
                worker_id=jobs[row.employment_id].worker_id,
                employment_id=row.employment_id,
                school_id=row.school_id,
                first_day=None,
                last_day=None,
            )
            uow.announce(event, Cause(tenant, new_id()))


def _announced(cover: Cover) -> CoverAnnounced:
    return CoverAnnounced(
        leave_id=cover.leave_id,
        worker_id=cover.worker_id,
        employment_id=cover.employment_id,
        school_id=cover.school_id,
        first_day=cover.first_day,
        last_day=cover.last_day,
        cover=tuple(
            CoverFact(first_day=part.first_day, last_day=part.last_day, employment_id=each)
            for part in cover.parts
            for each in part.there or (None,)
        ),
    )


async def _forget(uow: UnitOfWork, tenant: str, keys: Sequence[tuple[UUID, UUID]]) -> None:
    for leave_id, school_id in keys:
        row = (told_covers.c.leave_id == leave_id, told_covers.c.school_id == school_id)
        await uow.session.execute(delete(told_covers).where(told_covers.c.tenant == tenant, *row))


async def _keep(uow: UnitOfWork, tenant: str, covers: Sequence[Cover]) -> None:
    rows = [
        row_of(ToldCover)(
            leave_id=each.leave_id,
            school_id=each.school_id,
            tenant=tenant,
            employment_id=each.employment_id,
            parts=rules.kept(each.parts),
            told_at=uow.now,
        )
        for each in covers
    ]
    if rows:
        await upsert_rows(uow.session, told_covers, rows)
