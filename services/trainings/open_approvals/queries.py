"""Registrations that wait for the office."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.models import Gathering, Registration
from services.trainings.open_approvals.values import PENDING, Pending
from services.trainings.people import queries as people
from shared.contracts.gatherings import Approval, GatheringState, Place
from shared.database.paging import KeysetRequest, Page, described, paginate


async def page_of(
    session: AsyncSession, tenant: str, wanted: KeysetRequest, now: datetime
) -> Page[Pending]:
    """For what is still to come; whoever has waited longest first."""
    query = (
        select(Registration)
        .join(Gathering, Gathering.id == Registration.gathering_id)
        .where(
            Registration.tenant == tenant,
            Registration.place == Place.WAITING,
            Registration.approval == Approval.PENDING,
            Gathering.state.in_([GatheringState.OPEN, GatheringState.CLOSED]),
            Gathering.starts_at > now,
        )
    )
    by = (Registration.submitted_at, Registration.id)
    found = await paginate(session, query, wanted, by=by)

    async def describe(later: AsyncSession, rows: Sequence[Registration]) -> list[Pending]:
        return await _described(later, tenant, rows)

    return replace(await described(session, found, describe), columns=PENDING)


async def _described(
    session: AsyncSession, tenant: str, rows: Sequence[Registration]
) -> list[Pending]:
    names = await people.names_of(session, tenant, [each.person_id for each in rows])
    known = await _gatherings(session, tenant, {each.gathering_id for each in rows})
    return [
        Pending(
            gathering_id=each.gathering_id,
            registration_id=each.id,
            name=names.get(each.person_id, people.NOBODY),
            title=known[each.gathering_id].title,
            starts_at=known[each.gathering_id].starts_at,
            submitted_at=each.submitted_at,
        )
        for each in rows
    ]


async def _gatherings(session: AsyncSession, tenant: str, ids: set[UUID]) -> dict[UUID, Gathering]:
    query = select(Gathering).where(Gathering.tenant == tenant, Gathering.id.in_(ids))
    return {each.id: each for each in await session.scalars(query)}
