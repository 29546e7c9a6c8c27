"""What people want, when something is to be sent and on their own page."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.deliveries.values import Channel, Needless, Occasion, Verdict
from services.notifications.mails.values import Topic, every_kind
from services.notifications.preferences.models import Preference
from services.notifications.preferences.models import preferences as table
from services.notifications.preferences.values import Mode
from services.notifications.values import Candidate
from shared.database.lists import in_list

_OFF = select(table.c.person_id, table.c.topic).where(
    in_list(table.c.person_id, "people"),
    table.c.channel == Channel.MAIL,
    table.c.mode == Mode.OFF,
)


async def judge_wishes(
    occasion: Occasion, candidates: Sequence[Candidate]
) -> Mapping[UUID, Verdict]:
    """Nobody gets what they do not want; whoever tries things out sees all of it."""
    people = {each.person_id for each in candidates if each.person_id is not None}
    if occasion.directory.is_sandbox or not people:
        return {}
    rows = await occasion.session.execute(_OFF, {"people": list(people)})
    off = {(row.person_id, row.topic) for row in rows}
    return {
        each.owed.id: Needless() for each in candidates if (each.person_id, _topic(each)) in off
    }


async def modes(
    session: AsyncSession, person_id: UUID, topics: Collection[Topic]
) -> Mapping[Topic, Mode]:
    """What somebody gets of these by mail."""
    mine = select(Preference).where(
        Preference.person_id == person_id, Preference.channel == Channel.MAIL.value
    )
    chosen = {each.topic: Mode(each.mode) for each in await session.scalars(mine)}
    return {topic: chosen.get(topic, Mode.NOW) for topic in topics}


def _topic(candidate: Candidate) -> Topic | None:
    """None where it does not matter what somebody wants."""
    kind = every_kind().get(candidate.owed.kind)
    return kind.topic if kind and not kind.certain else None
