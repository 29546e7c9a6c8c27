"""What messages name, as it is when they go out, and which of them nobody needs any more."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.deliveries.values import Needless, Occasion, Verdict
from services.notifications.gatherings import queries as gatherings
from services.notifications.matters import rules
from services.notifications.matters.models import Statement
from services.notifications.matters.values import (
    ABOUT_STATEMENTS,
    MATTER_KINDS,
    WITH_GATHERINGS,
    Matters,
    Motion,
)
from services.notifications.values import Candidate, Directory, Notice, Owed
from shared.database.lists import in_list

_STATEMENTS = select(Statement).where(in_list(Statement.statement_id.expression, "ids"))


async def with_matters(
    session: AsyncSession, directory: Directory, owed: Sequence[Owed]
) -> Directory:
    """The same with the gatherings and statements that these messages of a municipality name."""
    notices = [each for each in owed if isinstance(each, Notice)]
    listing = [each.payload["gatherings"] for each in notices if each.kind in WITH_GATHERINGS]
    offered = {UUID(each) for listed in listing for each in listed}
    about = {each.subject_id for each in notices if each.kind in ABOUT_STATEMENTS}
    if not offered | about:
        return directory
    tenant = notices[0].tenant
    offers = await gatherings.offers(session, tenant, offered) if offered else {}
    motions = await _motions(session, tenant, about) if about else {}
    return replace(directory, matters=Matters(offers, motions))


async def judge_matters(
    occasion: Occasion, candidates: Sequence[Candidate]
) -> Mapping[UUID, Verdict]:
    """Nobody is asked for a vote that is over, nor for seats that were given meanwhile."""
    notices = [each.owed for each in candidates if isinstance(each.owed, Notice)]
    known, now = occasion.directory.matters, occasion.now
    return {
        each.id: Needless()
        for each in notices
        if each.kind in MATTER_KINDS and rules.is_needless(each, known, now)
    }


async def _motions(session: AsyncSession, tenant: str, ids: set[UUID]) -> dict[UUID, Motion]:
    query = _STATEMENTS.where(Statement.tenant == tenant)
    rows = await session.scalars(query, {"ids": list(ids)})
    return {
        each.statement_id: Motion(each.title, each.closes_at, each.published, each.dropped)
        for each in rows
    }
