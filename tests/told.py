"""What a municipality's office has told a worker, in place of what it had told before."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import delete

from services.notifications.announcements.models import (
    Announcement,
    Edition,
    Recipient,
    announcements,
    editions,
    recipients,
)
from services.notifications.announcements.values import PAGE
from shared.clock import local_date
from shared.contracts.notifications import AnnouncedTo
from shared.ids import new_id

if TYPE_CHECKING:
    from tests.house import House
    from tests.town import Town


async def inform(house: House, town: Town) -> None:
    """It is to be confirmed; something else is a draft."""
    tenant, now = town.municipality, house.clock.now()
    news, draft = _written(tenant, "Wartung"), _written(tenant, "Entwurf")
    news.edition, news.published_at = 1, now
    recipient = Recipient(
        id=new_id(),
        tenant=tenant,
        announcement_id=news.id,
        person_id=UUID(town.values["worker_id"]),
        owed_edition=1,
        reminders=0,
        confirmed_edition=0,
    )
    async with house.context("notifications").database.transaction() as uow:
        for table in (recipients, editions, announcements):
            await uow.session.execute(delete(table).where(table.c.tenant == tenant))
        uow.session.add_all([news, draft])
        await uow.session.flush()
        uow.session.add_all([_published(news, now), recipient])
    until = local_date(now) + timedelta(days=300)
    town.values |= {
        "announcement_id": str(news.id),
        "draft_id": str(draft.id),
        "/announcement": house.link(PAGE, recipient.id, until).rpartition("/")[2],
    }
    town.traces |= {str(news.id), news.subject, str(draft.id), draft.subject}


def _written(tenant: str, subject: str) -> Announcement:
    return Announcement(
        tenant=tenant,
        id=new_id(),
        author_id=new_id(),
        audience=AnnouncedTo.WORKERS,
        to_confirm=True,
        subject=f"{subject} {tenant}",
        text="Am Freitag fällt das Netz aus.",
    )


def _published(news: Announcement, at: datetime) -> Edition:
    return Edition(
        tenant=news.tenant,
        announcement_id=news.id,
        number=1,
        subject=news.subject,
        text=news.text,
        published_at=at,
        correlation_id=new_id(),
        causation_id=new_id(),
    )
