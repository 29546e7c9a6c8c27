"""What there is, and which of the client's own workers are registered."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.forms import GatheringSearch
from services.trainings.gatherings import queries as gatherings
from services.trainings.models import Gathering, Registration
from services.trainings.programs.schemas import DateView, GatheringView, QuotaView, RegistrationView
from services.trainings.quotas import queries as quotas
from services.trainings.seats import queries as seats
from services.trainings.stands.values import standing
from shared.clock import local_date
from shared.database.paging import KeysetRequest, Page, described, paginate
from shared.web.tokens import ApiClient


async def page_of(
    session: AsyncSession, client: ApiClient, wanted: KeysetRequest, now: datetime
) -> Page[GatheringView]:
    """Those to come of the client's municipality, and no drafts."""
    found = await gatherings.offered(session, client.tenant, GatheringSearch(), wanted, now)

    async def describe(later: AsyncSession, rows: Sequence[Gathering]) -> list[GatheringView]:
        return await _views(later, client, rows, now)

    return await described(session, found, describe)


async def one(
    session: AsyncSession, client: ApiClient, gathering_id: UUID, now: datetime
) -> GatheringView:
    """Raises ``NoResultFound``."""
    row = await gatherings.known(session, client.tenant, gathering_id)
    return (await _views(session, client, [row], now))[0]


async def registrations_of(
    session: AsyncSession, client: ApiClient, gathering_id: UUID, wanted: KeysetRequest
) -> Page[RegistrationView]:
    """Of people who worked for the client when they registered; raises ``NoResultFound``."""
    await gatherings.known(session, client.tenant, gathering_id)
    query = select(Registration).where(
        Registration.tenant == client.tenant,
        Registration.gathering_id == gathering_id,
        Registration.carrier_id == client.organization_id,
    )
    found = await paginate(session, query, wanted, by=(Registration.id,))

    async def describe(_: AsyncSession, rows: Sequence[Registration]) -> list[RegistrationView]:
        return [view_of(each) for each in rows]

    return await described(session, found, describe)


async def own(
    session: AsyncSession, client: ApiClient, gathering_id: UUID, registration_id: UUID
) -> UUID:
    """Its id, if it is one of theirs; raises ``NoResultFound``."""
    query = select(Registration.id).where(
        Registration.tenant == client.tenant,
        Registration.gathering_id == gathering_id,
        Registration.id == registration_id,
        Registration.carrier_id == client.organization_id,
    )
    return (await session.scalars(query)).one()


def view_of(entry: Registration) -> RegistrationView:
    return RegistrationView(
        id=entry.id,
        gathering_id=entry.gathering_id,
        worker_id=entry.person_id,
        place=entry.place,
        approval=entry.approval,
        answer_until=entry.answer_until,
    )


async def _views(
    session: AsyncSession, client: ApiClient, rows: Sequence[Gathering], now: datetime
) -> list[GatheringView]:
    tenant, ids = client.tenant, [each.id for each in rows]
    dates = await gatherings.dates_of(session, tenant, ids)
    full = await seats.occupancies(session, tenant, rows, now)
    limits = await quotas.concerning(session, tenant, ids, client.organization_id, local_date(now))
    names = ("id", "kind", "title", "content", "state", "audience", "needs_approval")
    return [
        GatheringView(
            **{name: getattr(row, name) for name in names},
            register_until=row.register_until,
            standing=standing(row, full[row.id], now),
            free=full[row.id].free,
            waiting=full[row.id].waiting,
            quotas=[
                QuotaView(
                    carrier_id=each.carrier_id,
                    school_type=each.school_type,
                    at_most=each.size,
                    at_least=each.reserved,
                    until=each.until,
                )
                for each in limits
                if each.gathering_id == row.id
            ],
            dates=[
                DateView(
                    id=each.id,
                    day=each.day,
                    starts=each.starts,
                    ends=each.ends,
                    place=each.place,
                    cancelled=each.cancelled,
                )
                for each in dates[row.id]
            ],
        )
        for row in rows
    ]
