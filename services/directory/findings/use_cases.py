"""Looks at placements anew where something was posted, and keeps what people say of findings."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.closures import queries as closures
from services.directory.departures.queries import posted_last as departed_last
from services.directory.employments.queries import every_of
from services.directory.findings import queries, rules
from services.directory.findings.models import FundingFinding, FundingReview, reviews
from services.directory.findings.queries import Described
from services.directory.findings.values import Broken, Worked
from services.directory.leaves.queries import of_employments
from services.directory.leaves.queries import posted_last as left_last
from services.directory.leaves.values import working
from services.directory.placements.queries import posted_last, timelines
from services.directory.posts import use_cases as posts
from services.directory.posts.queries import tenants_with
from shared.clock import A_DAY, local_date
from shared.contracts.funding import FindingRaised, FindingSettled, FundingRule
from shared.database.tables import row_of
from shared.database.writes import insert_rows, upsert_rows
from shared.ids import new_id
from shared.json import Json
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""Where nothing has come in yet."""
AT_ONCE = 20
"""Municipalities in one transaction of the job."""


async def review_due(uow: UnitOfWork) -> bool:
    """Look at municipalities where something came in, or another day has begun; also at posts."""
    today = local_date(uow.now)
    due = await _due(uow.session, today)
    for tenant, until in due[:AT_ONCE]:
        await review(uow, tenant, today)
        await posts.tell(uow, tenant, today)
        row = row_of(FundingReview)(tenant=tenant, reviewed_on=today, reviewed_at=until)
        await upsert_rows(uow.session, reviews, [row])
    return len(due) > AT_ONCE


async def _due(session: AsyncSession, today: date) -> list[tuple[str, datetime]]:
    """Municipalities, and up to when something has come in there."""
    known = {row.tenant: row for row in await session.execute(select(reviews))}
    came = dict.fromkeys(await tenants_with(session), LONG_AGO) | await posted_last(session)
    others = (await departed_last(session), await left_last(session))
    for later in (*others, await closures.acted_last(session)):
        came |= {tenant: max(at, came.get(tenant, at)) for tenant, at in later.items()}
    return [
        (tenant, at)
        for tenant, at in sorted(came.items())
        if tenant not in known
        or known[tenant].reviewed_at < at
        or known[tenant].reviewed_on < today
    ]


async def review(uow: UnitOfWork, tenant: str, today: date) -> None:
    """Bring a municipality's findings to what is so today; one review of it at a time."""
    await _hold(uow, tenant, today)
    await _keep(uow, tenant, await _found(uow.session, tenant, today, uow.now))


async def _hold(uow: UnitOfWork, tenant: str, today: date) -> None:
    """Whatever changes a municipality's findings does so after the other."""
    never = row_of(FundingReview)(tenant=tenant, reviewed_on=today - A_DAY, reviewed_at=uow.now)
    await insert_rows(uow.session, reviews, [never], ignore_conflicts=True)
    held = select(reviews.c.tenant).where(reviews.c.tenant == tenant).with_for_update()
    await uow.session.execute(held)


async def store(uow: UnitOfWork, tenant: str) -> list[FundingFinding]:
    """What is so today where nothing was found yet, as if it had long been: states, no events."""
    found = await _found(uow.session, tenant, local_date(uow.now), uow.now)
    rows = [_row(uow, tenant, each) for each in found]
    uow.session.add_all(rows)
    return rows


async def _found(session: AsyncSession, tenant: str, today: date, at: datetime) -> list[Broken]:
    employments = await every_of(session, tenant, today)
    spans = await timelines(session, tenant, employments)
    away = await of_employments(session, tenant, [each.id for each in employments])
    worked = [
        Worked(each.worker_id, each.id, working(spans[each.id], away.get(each.id, ())))
        for each in employments
    ]
    office = await queries.coordination_hours(session, tenant)
    return [
        *rules.broken(worked, today),
        *rules.coordination(worked, office, today),
        *await _closed(session, tenant, today, at),
    ]


async def _closed(
    session: AsyncSession, tenant: str, today: date, at: datetime
) -> Sequence[Broken]:
    """What goes on at schools and carriers, or for organizations, that are closed by then."""
    bounds = await closures.bounds(session, tenant)
    if not any(each.valid_to for each in bounds.values()):
        return []
    work = await closures.placed(session, tenant, today, at)
    overdue = await closures.overdue(session, tenant, today)
    found = rules.at_closed(work, bounds, today, today + closures.AHEAD)
    return [*found, *rules.related_to_closed(overdue)]


async def _keep(uow: UnitOfWork, tenant: str, found: Sequence[Broken]) -> None:
    query = select(FundingFinding).where(
        FundingFinding.tenant == tenant, FundingFinding.settled_at.is_(None)
    )
    known = {(each.rule, each.worker_id): each for each in await uow.session.scalars(query)}
    for each in found:
        before = known.pop((each.rule, each.worker_id), None)
        if before is None:
            _raise(uow, tenant, each)
        else:
            _update(before, each)
    for gone in known.values():
        gone.settled_at, gone.until = uow.now, _last_of(gone, local_date(uow.now))
        event = FindingSettled(finding_id=gone.id, rule=gone.rule, worker_id=gone.worker_id)
        uow.announce(event, Cause(tenant, new_id()))


def _last_of(gone: FundingFinding, today: date) -> date:
    """Of what is no longer so: it ended before today, and lasted a day at least."""
    yesterday = max(gone.since, today - A_DAY)
    return yesterday if gone.until is None else min(gone.until, yesterday)


def _raise(uow: UnitOfWork, tenant: str, each: Broken) -> None:
    row = _row(uow, tenant, each)
    uow.session.add(row)
    event = FindingRaised(finding_id=row.id, rule=row.rule, worker_id=row.worker_id)
    uow.announce(event, Cause(tenant, new_id()))


def _row(uow: UnitOfWork, tenant: str, each: Broken) -> FundingFinding:
    return FundingFinding(
        id=new_id(),
        tenant=tenant,
        rule=each.rule,
        worker_id=each.worker_id,
        since=each.since,
        until=each.until,
        hours=each.hours,
        schools=each.schools,
        found_at=uow.now,
    )


def _update(known: FundingFinding, each: Broken) -> None:
    """What is worse or otherwise than what was accepted has to be looked at again."""
    if known.rule is not FundingRule.COORDINATION:
        known.since = each.since
        if (known.hours, known.schools) != (each.hours, each.schools):
            known.accepted_at, known.accepted_by, known.note = None, "", ""
    known.until, known.hours, known.schools = each.until, each.hours, each.schools


async def accept(uow: UnitOfWork, me: Me, finding_id: UUID, note: str, seen: str = "") -> Described:
    """It stays as it is, and why; raises ``NoResultFound``, ``Problem``.

    What a review has changed since it was ``seen`` has to be looked at first.
    """
    await _hold(uow, me.tenant, local_date(uow.now))
    found = await queries.one(uow.session, me, finding_id, local_date(uow.now))
    rules.refuse_accepting(found.standing)
    rules.refuse_unseen(seen, found.figures)
    found.finding.accepted_at, found.finding.note = uow.now, note
    found.finding.accepted_by = str(me.person_id)
    return found


async def reopen(uow: UnitOfWork, me: Me, finding_id: UUID) -> None:
    """It has to be looked at again; raises ``NoResultFound``, ``Problem``."""
    await _hold(uow, me.tenant, local_date(uow.now))
    found = await queries.one(uow.session, me, finding_id, local_date(uow.now))
    rules.refuse_accepting(found.standing)
    found.finding.accepted_at, found.finding.note, found.finding.accepted_by = None, "", ""


async def accepted_of(uow: UnitOfWork, tenant: str, people: Sequence[UUID]) -> list[Json]:
    """What is accepted of them now, as JSON holds it; for when it is found anew of another."""
    return [
        {
            "worker_id": str(each.worker_id),
            "rule": each.rule.value,
            "hours": str(each.hours),
            "schools": each.schools,
            "accepted_at": each.accepted_at.isoformat(),
            "accepted_by": each.accepted_by,
            "note": each.note,
        }
        for each in await _found_of(uow, tenant, people)
        if each.accepted_at is not None
    ]


async def reopened(
    uow: UnitOfWork, tenant: str, worker_id: UUID, kept: Sequence[Json]
) -> list[Json]:
    """Those that are found alike of somebody now, and that nobody accepts any more."""
    now = [each for each in await _found_of(uow, tenant, [worker_id]) if each.accepted_at is None]
    return [each for each in kept if any(_alike(each, one) for one in now)]


async def accept_again(uow: UnitOfWork, tenant: str, kept: Sequence[Json]) -> None:
    """What was accepted and is found anew of ``worker_id`` as it was, is accepted as it was."""
    for each in kept:
        for found in await _found_of(uow, tenant, [UUID(each["worker_id"])]):
            if found.accepted_at is None and _alike(each, found):
                found.accepted_at = datetime.fromisoformat(each["accepted_at"])
                found.accepted_by, found.note = each["accepted_by"], each["note"]


async def _found_of(
    uow: UnitOfWork, tenant: str, people: Sequence[UUID]
) -> Sequence[FundingFinding]:
    query = select(FundingFinding).where(
        FundingFinding.tenant == tenant,
        FundingFinding.worker_id.in_(people),
        FundingFinding.settled_at.is_(None),
    )
    return (await uow.session.scalars(query)).all()


def _alike(kept: Json, found: FundingFinding) -> bool:
    same = (Decimal(kept["hours"]), kept["schools"]) == (found.hours, found.schools)
    return same and kept["rule"] == found.rule.value
