"""Votes as somebody may see them: nothing of what was said before it is counted."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.ballots import rules
from services.surveys.ballots.models import (
    FrameworkBallot,
    FrameworkCount,
    FrameworkVote,
    FrameworkVoter,
)
from services.surveys.ballots.values import Choice, Outcome, Vote
from services.surveys.framework import queries as framework
from services.surveys.framework.values import REVISED
from services.surveys.people import queries as people
from shared.database.reach import crossing
from shared.messaging.event import SANDBOX
from shared.web.sessions.person import Me


async def is_entitled(session: AsyncSession, me: Me, version_id: UUID) -> bool:
    """Whether they belonged to the network when the vote was opened, also under another id."""
    same = await people.same_as(session, me.tenant, me.person_id)
    mine = (FrameworkVoter.tenant == me.tenant, FrameworkVoter.version_id == version_id)
    query = select(FrameworkVoter.person_id).where(*mine, FrameworkVoter.person_id.in_(same))
    return (await session.scalars(query)).first() is not None


async def own(session: AsyncSession, me: Me, version_id: UUID) -> Mapping[UUID, Vote]:
    """What somebody has said themselves, by the chapter."""
    same = await people.same_as(session, me.tenant, me.person_id)
    mine = (FrameworkVote.tenant == me.tenant, FrameworkVote.version_id == version_id)
    query = select(FrameworkVote).where(*mine, FrameworkVote.person_id.in_(same))
    rows = await session.scalars(query)
    return {each.chapter_key: Vote(each.choice, each.reason) for each in rows}


async def ballots(
    session: AsyncSession, tenant: str, version_id: UUID
) -> Mapping[UUID, FrameworkBallot]:
    """By their chapters; none before a vote is opened."""
    mine = (FrameworkBallot.tenant == tenant, FrameworkBallot.version_id == version_id)
    rows = await session.scalars(select(FrameworkBallot).where(*mine))
    return {each.chapter_key: each for each in rows}


async def outcomes(session: AsyncSession, tenant: str, version_id: UUID) -> list[Outcome]:
    """In the order of the chapters; none before the count."""
    known = await ballots(session, tenant, version_id)
    if any(each.accepted is None for each in known.values()):
        return []
    named = await _named(session, tenant, version_id)
    return [
        Outcome(
            chapter_key=each.key,
            title=each.title,
            unchanged=known[each.key].unchanged,
            accepted=bool(known[each.key].accepted),
            yes=known[each.key].yes,
            no=known[each.key].no,
            abstained=known[each.key].abstained,
            entitled=known[each.key].entitled,
            votes=tuple(named[each.key]),
        )
        for each in await framework.chapters(session, tenant, version_id, REVISED)
        if each.key in known
    ]


async def _named(
    session: AsyncSession, tenant: str, version_id: UUID
) -> Mapping[UUID, list[tuple[str, Choice, str]]]:
    mine = (FrameworkVote.tenant == tenant, FrameworkVote.version_id == version_id)
    rows = (await session.scalars(select(FrameworkVote).where(*mine))).all()
    names = await people.names_of(session, tenant, {each.person_id for each in rows})
    found: defaultdict[UUID, list[tuple[str, Choice, str]]] = defaultdict(list)
    for each in sorted(rows, key=lambda row: names[row.person_id]):
        found[each.chapter_key].append((names[each.person_id], each.choice, each.reason))
    return found


async def voters(session: AsyncSession, tenant: str, version_id: UUID) -> set[UUID]:
    """Whoever is entitled, each by the id that is theirs now."""
    mine = (FrameworkVoter.tenant == tenant, FrameworkVoter.version_id == version_id)
    ids = set(await session.scalars(select(FrameworkVoter.person_id).where(*mine)))
    return set((await people.become(session, tenant, ids)).values())


async def to_remind(session: AsyncSession, tenant: str, version_id: UUID) -> set[UUID]:
    """Who has not voted on every chapter; it is a named vote."""
    asked = sum(
        not each.unchanged for each in (await ballots(session, tenant, version_id)).values()
    )
    mine = (FrameworkVote.tenant == tenant, FrameworkVote.version_id == version_id)
    query = select(FrameworkVote.person_id, FrameworkVote.chapter_key).where(*mine)
    rows = (await session.execute(query)).all()
    become = await people.become(session, tenant, {key for key, _ in rows})
    said: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for key, chapter in rows:
        said[become[key]].add(chapter)
    through = {key for key, chapters in said.items() if len(chapters) >= asked}
    return await voters(session, tenant, version_id) - through


async def latest(
    session: AsyncSession, tenant: str, version_id: UUID
) -> Mapping[UUID, Sequence[Choice]]:
    """What counts of each chapter: one of each person, and only of the text that is voted on."""
    mine = (FrameworkVote.tenant == tenant, FrameworkVote.version_id == version_id)
    rows = (await session.scalars(select(FrameworkVote).where(*mine))).all()
    texts = {key: each.sha256 for key, each in (await ballots(session, tenant, version_id)).items()}
    become = await people.become(session, tenant, {each.person_id for each in rows})
    found: defaultdict[UUID, dict[UUID, Choice]] = defaultdict(dict)
    for each in sorted(rows, key=lambda row: become[row.person_id] == row.person_id):
        if texts.get(each.chapter_key) == each.sha256:
            found[each.chapter_key][become[each.person_id]] = each.choice
    return {key: [*said.values()] for key, said in found.items()}


def due(now: datetime) -> Select[FrameworkCount]:
    """Votes of any municipality that close soon, or have closed and are not counted."""
    soon = and_(
        FrameworkCount.reminded_at.is_(None), FrameworkCount.closes_at <= now + rules.REMINDED
    )
    closed = FrameworkCount.closes_at <= now
    query = select(FrameworkCount).where(
        FrameworkCount.counted_at.is_(None), FrameworkCount.tenant != SANDBOX, or_(soon, closed)
    )
    return crossing(query.order_by(FrameworkCount.closes_at, FrameworkCount.version_id))


async def waiting(
    session: AsyncSession, me: Me, now: datetime
) -> Sequence[tuple[UUID, datetime, int]]:
    """Votes that somebody may still take part in: until when, and of how many chapters.

    Whoever was merged has the right of each id that they had, and has said what any of them said.
    """
    said = exists().where(
        FrameworkVote.version_id == FrameworkBallot.version_id,
        FrameworkVote.chapter_key == FrameworkBallot.chapter_key,
        FrameworkVote.person_id.in_(people.ids_of(me.person_id)),
    )
    entitled = exists().where(
        FrameworkVoter.tenant == me.tenant,
        FrameworkVoter.version_id == FrameworkCount.version_id,
        FrameworkVoter.person_id.in_(people.ids_of(me.person_id)),
    )
    query = (
        select(FrameworkCount.version_id, FrameworkCount.closes_at, func.count())
        .join(FrameworkBallot, FrameworkBallot.version_id == FrameworkCount.version_id)
        .where(
            FrameworkCount.tenant == me.tenant,
            FrameworkBallot.tenant == me.tenant,
            FrameworkCount.closes_at > now,
            entitled,
            FrameworkBallot.unchanged.is_(False),
            ~said,
        )
        .group_by(FrameworkCount.version_id, FrameworkCount.closes_at)
    )
    found = (await session.execute(query)).all()
    return [(key, closes_at, number) for key, closes_at, number in found]


async def next_open(session: AsyncSession, me: Me, version_id: UUID, after: UUID) -> UUID | None:
    """The next chapter from there on, and then from the first, that waits for somebody's vote."""
    known = await own(session, me, version_id)
    asked = await ballots(session, me.tenant, version_id)
    texts = await framework.chapters(session, me.tenant, version_id, REVISED)
    order = [each.key for each in texts]
    at = order.index(after) if after in order else 0
    turned = [*order[at + 1 :], *order[:at]]
    return next((e for e in turned if e not in known and not asked[e].unchanged), None)
