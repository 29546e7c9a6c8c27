"""What people want, when something is to be sent and on their own page."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.bundles.queries import judge_paces
from services.notifications.bundles.values import Pace
from services.notifications.deliveries.values import Channel, Needless, Occasion, Verdict
from services.notifications.mails.values import Topic, every_kind
from services.notifications.merges.queries import standing_for
from services.notifications.preferences.models import Preference
from services.notifications.preferences.models import preferences as table
from services.notifications.preferences.rules import mode_of
from services.notifications.preferences.values import Mode
from services.notifications.values import Candidate
from shared.database.lists import in_list

_UNUSUAL = select(table.c.person_id, table.c.topic, table.c.mode).where(
    in_list(table.c.person_id, "people"), table.c.channel == Channel.MAIL
)


async def judge_wishes(
    occasion: Occasion, candidates: Sequence[Candidate]
) -> Mapping[UUID, Verdict]:
    """Nobody gets what they do not want, nor earlier; whoever tries things out sees all of it."""
    people = {each.person_id for each in candidates if each.person_id is not None}
    if occasion.directory.is_sandbox or not people:
        return {}
    standing = await standing_for(occasion.session, people)
    rows = await occasion.session.execute(_UNUSUAL, {"people": list({*standing.values()})})
    wanted = {(row.person_id, row.topic): Mode(row.mode) for row in rows}
    found: dict[UUID, Verdict] = {}
    gathered: list[tuple[Candidate, Pace]] = []
    for each in candidates:
        mode = _mode(each, standing, wanted)
        if mode is Mode.OFF:
            found[each.owed.id] = Needless()
        elif mode.pace is not None:
            gathered.append((each, mode.pace))
    return {**found, **(await judge_paces(occasion, gathered) if gathered else {})}


async def modes(
    session: AsyncSession, person_id: UUID, topics: Collection[Topic]
) -> Mapping[Topic, Mode]:
    """What somebody gets of these by mail."""
    standing = await standing_for(session, [person_id])
    mine = select(Preference).where(
        Preference.person_id == standing[person_id], Preference.channel == Channel.MAIL.value
    )
    chosen = {each.topic: Mode(each.mode) for each in await session.scalars(mine)}
    return {topic: chosen.get(topic, Mode.NOW) for topic in topics}


def _mode(
    candidate: Candidate,
    standing: Mapping[UUID, UUID],
    wanted: Mapping[tuple[UUID, str], Mode],
) -> Mode:
    kind = every_kind().get(candidate.owed.kind)
    if kind is None or kind.topic is None or kind.certain or candidate.person_id is None:
        return Mode.NOW
    wish = wanted.get((standing[candidate.person_id], kind.topic), Mode.NOW)
    return mode_of(wish, kind.urgency)
