"""Keeps what people want."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import delete

from services.notifications.deliveries import use_cases as deliveries
from services.notifications.deliveries.values import Channel
from services.notifications.mails.values import Topic
from services.notifications.preferences.models import Preference
from services.notifications.preferences.models import preferences as table
from services.notifications.preferences.values import Mode, choosable
from shared.database.tables import row_of
from shared.database.writes import upsert_rows
from shared.messaging.unit_of_work import UnitOfWork


async def choose(uow: UnitOfWork, person_id: UUID, wanted: Mapping[Topic, Mode]) -> None:
    """From now on, also of what is held; what is usual is not stored.

    What is critical nobody can do without.
    """
    topics = {topic for topic in choosable() if topic in wanted}
    other = {topic for topic in topics if wanted[topic] is not Mode.NOW}
    here = (table.c.person_id == person_id, table.c.channel == Channel.MAIL)
    usual = table.c.topic.in_([topic.value for topic in topics - other])
    await uow.session.execute(delete(table).where(*here, usual))
    rows = [
        row_of(Preference)(
            person_id=person_id,
            topic=topic.value,
            channel=Channel.MAIL.value,
            mode=wanted[topic].value,
            changed_at=uow.now,
        )
        for topic in other
    ]
    await upsert_rows(uow.session, table, rows)
    await deliveries.reconsider(uow, person_id)


async def forget(uow: UnitOfWork, person_ids: Collection[UUID]) -> None:
    """Who was erased wants nothing."""
    await uow.session.execute(delete(table).where(table.c.person_id.in_(person_ids)))
