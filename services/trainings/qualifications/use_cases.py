"""Reckons who is qualified from what they have attended, extends, and forgets."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, time
from decimal import Decimal
from uuid import UUID

from sqlalchemy import delete, update

from services.trainings.attendance.values import KEPT
from services.trainings.certificates import queries as certificates
from services.trainings.qualification_kinds import queries as kinds
from services.trainings.qualification_kinds.use_cases import hold
from services.trainings.qualifications import queries, rules
from services.trainings.qualifications.models import Qualification, qualifications
from services.trainings.qualifications.values import Held, Origin
from services.trainings.renewals import queries as renewals
from shared.clock import BERLIN, local_date
from shared.contracts.certificates import QualificationEnding, QualificationProlonged
from shared.database.reach import crossing
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me

BATCH = 200
OPENS, CLOSES = time(8), time(18)


async def reckon_gathering(uow: UnitOfWork, tenant: str, gathering_id: UUID) -> None:
    """Everybody who has, or had, a certificate of it."""
    await reckon(uow, tenant, await certificates.holders(uow.session, tenant, gathering_id))


async def reckon(uow: UnitOfWork, tenant: str, people: Collection[UUID] | None = None) -> None:
    """Adds what follows from what they have attended, and withdraws what does not any more.

    What began longer ago than certificates are kept stays as it is.
    """
    if not await hold(uow, tenant):
        return
    await uow.session.flush()
    known = await kinds.kinds(uow.session, tenant)
    attended = await queries.credits_of(uow.session, tenant, known, people)
    rows: dict[tuple[UUID, UUID], list[Qualification]] = defaultdict(list)
    for row in await queries.standing_of(uow.session, tenant, people):
        rows[row.person_id, row.kind_id].append(row)
    rule = {each.id: each.rule for each in known}
    begin = local_date(uow.now - KEPT)
    for key in {*attended, *rows}:
        fixed = [each for each in rows[key] if _is_fixed(each, begin)]
        new = [each for each in attended.get(key, ()) if each.day >= begin]
        found = rules.earned(rule[key[1]], new, [_held(each) for each in fixed])
        open_ = [each for each in rows[key] if not _is_fixed(each, begin)]
        _bring_in_line(uow, tenant, key, found, open_)
        _take_back(uow, rows[key], {each.until for each in found})


async def extend(uow: UnitOfWork, me: Me, key: UUID, until: date, reason: str) -> None:
    """Out of turn, visible in the history; raises ``Problem``, ``NoResultFound``."""
    await hold(uow, me.tenant)
    today = local_date(uow.now)
    found = await queries.one(uow.session, me.tenant, key, today)
    rules.refuse_extension(found.until, until)
    held = Held(today, until, Origin.EXTENDED, Decimal(0))
    row = _row(uow, me.tenant, (found.person_id, found.kind_id), held)
    row.by_id, row.reason = me.person_id, reason
    uow.session.add(row)
    rows = await queries.standing_of(uow.session, me.tenant, [found.person_id])
    _take_back(uow, [each for each in rows if each.kind_id == found.kind_id], {until})


async def tell_of_endings(uow: UnitOfWork) -> bool:
    """During the day, whoever has what ends in 90 days, or in 30; whether there may be more."""
    local = uow.now.astimezone(BERLIN)
    if not OPENS <= local.time() < CLOSES:
        return False
    held = queries.to_tell(local.date()).limit(BATCH).with_for_update(skip_locked=True)
    rows = (await uow.session.scalars(held)).all()
    by_town: dict[str, list[Qualification]] = defaultdict(list)
    for each in rows:
        by_town[each.tenant].append(each)
    for tenant, mine in by_town.items():
        known = {each.id: each for each in await kinds.kinds(uow.session, tenant)}
        found = await renewals.renewing(uow.session, tenant, uow.now)
        for row in mine:
            assert row.until is not None
            row.told_days = rules.lead(row.until, local.date())
            ending = QualificationEnding(
                qualification_id=row.id,
                person_id=row.person_id,
                until=row.until,
                gatherings=rules.prolonging(known[row.kind_id], found, row.until),
            )
            uow.announce(ending, Cause(tenant, new_id()))
    return len(rows) == BATCH


async def forget(uow: UnitOfWork, erased: Collection[UUID]) -> None:
    """Nothing is known of what they were qualified for, nor of what they have extended."""
    gone = delete(qualifications).where(qualifications.c.person_id.in_(erased))
    await uow.session.execute(crossing(gone))
    acted = update(qualifications).where(qualifications.c.by_id.in_(erased)).values(by_id=None)
    await uow.session.execute(crossing(acted))


def _take_back(
    uow: UnitOfWork, rows: Sequence[Qualification], ends: Collection[date | None]
) -> None:
    """Whoever was told that it ends, and it holds longer, or never has, is not told any more."""
    for row in (each for each in rows if each.told_days is not None):
        later = any(each is None or (row.until and each > row.until) for each in ends)
        if later or (row.withdrawn_at is not None and row.until not in ends):
            told = QualificationProlonged(qualification_id=row.id, person_id=row.person_id)
            uow.announce(told, Cause(row.tenant, new_id()))


def _bring_in_line(
    uow: UnitOfWork,
    tenant: str,
    key: tuple[UUID, UUID],
    found: Sequence[Held],
    rows: Sequence[Qualification],
) -> None:
    left = list(found)
    told = {row.until: row.told_days for row in rows}
    for row in rows:
        if (held := _held(row)) in left:
            left.remove(held)
        else:
            row.withdrawn_at = uow.now
    for held in left:
        row = _row(uow, tenant, key, held)
        row.told_days = told.get(held.until)
        uow.session.add(row)


def _row(uow: UnitOfWork, tenant: str, key: tuple[UUID, UUID], held: Held) -> Qualification:
    return Qualification(
        tenant=tenant,
        id=new_id(),
        person_id=key[0],
        kind_id=key[1],
        since=held.since,
        until=held.until,
        origin=held.origin,
        units=held.units,
        noted_at=uow.now,
    )


def _is_fixed(row: Qualification, begin: date) -> bool:
    return row.origin is Origin.EXTENDED or row.since < begin


def _held(row: Qualification) -> Held:
    return Held(row.since, row.until, row.origin, row.units)
