"""Keeps what people want."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from sqlalchemy import delete, select, update

from services.notifications.deliveries import use_cases as deliveries
from services.notifications.deliveries.values import Channel
from services.notifications.mails.values import Topic
from services.notifications.merges.queries import every_id, standing_for
from services.notifications.merges.values import Tightened
from services.notifications.preferences.models import Preference
from services.notifications.preferences.models import preferences as table
from services.notifications.preferences.rules import stricter
from services.notifications.preferences.values import Mode, choosable
from shared.database.tables import row_of
from shared.database.writes import upsert_rows
from shared.messaging.unit_of_work import UnitOfWork


async def choose(uow: UnitOfWork, person_id: UUID, wanted: Mapping[Topic, Mode]) -> None:
    """From now on, also of what is held; what is usual is not stored.

    What is critical nobody can do without.
    """
    person_id = (await standing_for(uow.session, [person_id]))[person_id]
    topics = {topic for topic in choosable() if topic in wanted}
    other = {topic for topic in topics if wanted[topic] is not Mode.NOW}
    here = (table.c.person_id == person_id, table.c.channel == Channel.MAIL)
    usual = table.c.topic.in_([topic.value for topic in topics - other])
    await uow.session.execute(delete(table).where(*here, usual))
    await _put(uow, person_id, {(each, Channel.MAIL): wanted[each].value for each in other})
    for each in await every_id(uow.session, person_id):
        await deliveries.reconsider(uow, each)


async def tighten(uow: UnitOfWork, survivor_id: UUID, merged_id: UUID) -> list[Tightened]:
    """The stricter of both wishes counts for who stays; returns what was not their own."""
    people = (survivor_id, merged_id)
    stored = await uow.session.execute(select(table).where(table.c.person_id.in_(people)))
    wishes = {(row.person_id, row.topic, row.channel): Mode(row.mode) for row in stored}
    changed: list[Tightened] = []
    for (person_id, topic, channel), other in wishes.items():
        own = wishes.get((survivor_id, topic, channel))
        became = stricter(own or Mode.NOW, other)
        if person_id == merged_id and became is not (own or Mode.NOW):
            was: Tightened = {"topic": topic, "channel": channel, "became": became.value}
            changed.append({**was, "own": own.value} if own else was)
    await _put(uow, survivor_id, {(e["topic"], e["channel"]): e["became"] for e in changed})
    return changed


async def loosen(uow: UnitOfWork, person_id: UUID, tightened: Iterable[Tightened]) -> None:
    """Their own wishes again, but for what they have chosen meanwhile."""
    for each in tightened:
        still = (
            table.c.person_id == person_id,
            table.c.topic == each["topic"],
            table.c.channel == each["channel"],
            table.c.mode == each["became"],
        )
        own = each.get("own")
        change = (
            update(table).where(*still).values(mode=own) if own else delete(table).where(*still)
        )
        await uow.session.execute(change)


async def forget(uow: UnitOfWork, person_ids: Collection[UUID]) -> None:
    """Who was erased wants nothing."""
    await uow.session.execute(delete(table).where(table.c.person_id.in_(person_ids)))


async def _put(uow: UnitOfWork, person_id: UUID, wanted: Mapping[tuple[str, str], str]) -> None:
    """By topic and channel."""
    rows = [
        row_of(Preference)(
            person_id=person_id,
            topic=str(topic),
            channel=str(channel),
            mode=mode,
            changed_at=uow.now,
        )
        for (topic, channel), mode in wanted.items()
    ]
    await upsert_rows(uow.session, table, rows)
