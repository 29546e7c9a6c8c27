"""What endpoints were told, for those who look after them, and what is due."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.attempts.models import WebhookAttempt, WebhookDelivery, deliveries
from services.notifications.attempts.values import LEFT, DeliveryState
from services.notifications.posting.values import Outcome
from shared.contracts.words import word
from shared.database.engine import Reader
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, attribute, paginate

_LATEST = (
    select(deliveries.c.subject_id, func.max(deliveries.c.sequence).label("highest"))
    .where(in_list(deliveries.c.subject_id, "subjects"))
    .group_by(deliveries.c.subject_id)
)
_NEXT_DUE = select(
    select(func.min(deliveries.c.not_before))
    .where(deliveries.c.state == DeliveryState.QUEUED)
    .scalar_subquery(),
    select(func.min(deliveries.c.leased_until))
    .where(deliveries.c.state == DeliveryState.LEASED)
    .scalar_subquery(),
)
_COLUMNS = (
    attribute("happened_at", "Geschehen"),
    attribute("title", "Ereignis"),
    attribute("standing", "Stand"),
    attribute("attempts", "Versuche"),
    attribute("message_id", "webhook-id"),
)


async def latest(reader: Reader, subjects: Collection[UUID]) -> Mapping[UUID, int]:
    """The highest sequence of each of these that was told."""
    rows = await reader.execute(_LATEST, {"subjects": list(subjects)})
    return {row.subject_id: row.highest for row in rows}


async def next_due(session: AsyncSession) -> datetime | None:
    """When the first becomes due or the first lease lapses; None if neither will."""
    moments = (await session.execute(_NEXT_DUE)).one()
    return min((each for each in moments if each is not None), default=None)


async def page_of(
    session: AsyncSession, tenant: str, endpoint_id: UUID, wanted: KeysetRequest
) -> Page[WebhookDelivery]:
    """What one endpoint was told, the newest first."""
    mine = select(WebhookDelivery).where(
        WebhookDelivery.tenant == tenant, WebhookDelivery.endpoint_id == endpoint_id
    )
    newest_first = replace(wanted, sort=f"-{WebhookDelivery.created_at.key}")
    by = (WebhookDelivery.created_at, WebhookDelivery.id)
    return await paginate(session, mine, newest_first, by=by, columns=_COLUMNS)


async def delivery(
    session: AsyncSession, tenant: str, endpoint_id: UUID, delivery_id: UUID
) -> WebhookDelivery:
    """Raises ``NoResultFound``."""
    mine = select(WebhookDelivery).where(
        WebhookDelivery.tenant == tenant,
        WebhookDelivery.endpoint_id == endpoint_id,
        WebhookDelivery.id == delivery_id,
    )
    return (await session.scalars(mine)).one()


async def attempts_of(
    session: AsyncSession, tenant: str, delivery_id: UUID
) -> Sequence[tuple[datetime, str, int | None, int]]:
    """When, how it ended, the status, and how many milliseconds it took; the newest first."""
    mine = select(WebhookAttempt).where(
        WebhookAttempt.tenant == tenant, WebhookAttempt.delivery_id == delivery_id
    )
    found = await session.scalars(mine.order_by(WebhookAttempt.at.desc()).limit(100))
    return [
        (each.at, word(Outcome, each.outcome), each.status, each.milliseconds) for each in found
    ]


async def left(session: AsyncSession, tenant: str, endpoint_id: UUID) -> int:
    """How many may be sent after all."""
    mine = (deliveries.c.tenant == tenant, deliveries.c.endpoint_id == endpoint_id)
    query = select(func.count()).where(*mine, deliveries.c.state.in_(LEFT))
    return (await session.execute(query)).scalar_one()
