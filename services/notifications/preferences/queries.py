"""What people want, when something is to be sent and on their own page."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select, union
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.deliveries.values import Channel, Needless, Occasion, Verdict
from services.notifications.mails.values import Topic, every_kind
from services.notifications.preferences.models import preferences as table
from services.notifications.preferences.values import Mode
from services.notifications.recipients.queries import same_people
from services.notifications.values import Candidate
from shared.database.lists import in_list
from shared.database.reach import crossing

_SAME = same_people()
_WISHES = crossing(
    union(
        select(table.c.person_id, table.c.topic, table.c.mode).where(
            in_list(table.c.person_id, "people"), table.c.channel == Channel.MAIL
        ),
        select(_SAME.c.asked, table.c.topic, table.c.mode).where(
            table.c.person_id == _SAME.c.person_id, table.c.channel == Channel.MAIL
        ),
    )
)
"""Of ``people``, under whichever id: of two who are one, what one gave up is given up."""


async def judge_wishes(
    occasion: Occasion, candidates: Sequence[Candidate]
) -> Mapping[UUID, Verdict]:
    """Nobody gets what they do not want; whoever tries things out sees all of it."""
    people = {each.person_id for each in candidates if each.person_id is not None}
    if occasion.directory.is_sandbox or not people:
        return {}
    rows = await occasion.session.execute(_WISHES, {"people": list(people)})
    off = {(row.person_id, row.topic) for row in rows if row.mode == Mode.OFF}
    return {
        each.owed.id: Needless() for each in candidates if (each.person_id, _topic(each)) in off
    }


async def modes(
    session: AsyncSession, person_id: UUID, topics: Collection[Topic]
) -> Mapping[Topic, Mode]:
    """What somebody gets of these by mail."""
    rows = (await session.execute(_WISHES, {"people": [person_id]})).all()
    rows = sorted(rows, key=lambda each: each.mode == Mode.OFF)
    chosen = {each.topic: Mode(each.mode) for each in rows}
    return {topic: chosen.get(topic, Mode.NOW) for topic in topics}


async def same_as(session: AsyncSession, person_id: UUID) -> set[UUID]:
    """Every id of somebody, also of those who were merged."""
    query = crossing(select(_SAME.c.person_id))
    return {person_id, *await session.scalars(query, {"people": [person_id]})}


def _topic(candidate: Candidate) -> Topic | None:
    kind = every_kind().get(candidate.owed.kind)
    return kind.topic if kind else None
