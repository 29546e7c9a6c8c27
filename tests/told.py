"""What a municipality's office has told a worker, in place of what it had told before."""

from __future__ import annotations

from datetime import timedelta
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
    """It is to be confirmed."""
    tenant, key, now = town.municipality, new_id(), house.clock.now()
    subject, text = f"Wartung {tenant}", "Am Freitag fällt das Netz aus."
    news = Announcement(
        tenant=tenant,
        id=key,
        author_id=new_id(),
        audience=AnnouncedTo.WORKERS,
        to_confirm=True,
        edition=1,
        published_at=now,
        subject=subject,
        text=text,
    )
    draft = Announcement(
        tenant=tenant,
        id=new_id(),
        author_id=new_id(),
        audience=AnnouncedTo.EVERYBODY,
        subject=f"Entwurf {tenant}",
        text=text,
    )
    edition = Edition(
        tenant=tenant,
        announcement_id=key,
        number=1,
        published_at=now,
        correlation_id=new_id(),
        causation_id=new_id(),
        subject=subject,
        text=text,
    )
    recipient = Recipient(
        id=new_id(),
        tenant=tenant,
        announcement_id=key,
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
        uow.session.add_all([edition, recipient])
    until = local_date(now) + timedelta(days=300)
    town.values["draft_id"] = str(draft.id)
    town.values["/announcement"] = house.link(PAGE, recipient.id, until).rpartition("/")[2]
    town.values["announcement_id"] = str(key)
    town.traces |= {str(key), subject, str(draft.id), draft.subject}
