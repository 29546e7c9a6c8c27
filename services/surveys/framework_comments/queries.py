"""Comments with what was said to them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, String, bindparam, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.framework import queries as framework
from services.surveys.framework.values import WRITTEN, Chapter
from services.surveys.framework_comments.models import (
    FrameworkComment,
    FrameworkReply,
    FrameworkSupport,
)
from services.surveys.framework_comments.values import Comment, CommentKind, Reply
from services.surveys.people import queries as people
from shared.web.sessions.person import Me

WHOLE = ""
OPEN_REQUESTS = select(func.count()).where(
    FrameworkComment.tenant == bindparam("tenant", type_=String),
    FrameworkComment.kind == CommentKind.CHANGE,
    FrameworkComment.decision.is_(None),
)
"""Change requests of a ``tenant`` without the office's answer, for a statement that counts more."""


async def of_version(
    session: AsyncSession, me: Me, version_id: UUID
) -> Mapping[UUID, Sequence[Comment]]:
    """All of a version by their chapters, in the order in which they were made."""
    texts = await framework.chapters(session, me.tenant, version_id, WRITTEN)
    found: defaultdict[UUID, list[Comment]] = defaultdict(list)
    for each in await _seen(session, me, await _rows(session, me.tenant, version_id), texts):
        found[each.chapter_key].append(each)
    return found


async def of_chapter(
    session: AsyncSession, me: Me, version_id: UUID, key: UUID
) -> Sequence[Comment]:
    """Those of one chapter."""
    texts = await framework.chapters(session, me.tenant, version_id, WRITTEN)
    rows = await _rows(session, me.tenant, version_id, key)
    return await _seen(session, me, rows, texts)


async def seen(session: AsyncSession, me: Me, version_id: UUID, comment_id: UUID) -> Comment:
    """One as a page shows it; raises ``NoResultFound``."""
    row = await one(session, me.tenant, comment_id)
    if row.version_id != version_id:
        raise NoResultFound
    texts = await framework.chapters(session, me.tenant, version_id, WRITTEN)
    return (await _seen(session, me, [row], texts))[0]


async def one(session: AsyncSession, tenant: str, comment_id: UUID) -> FrameworkComment:
    """Raises ``NoResultFound``."""
    mine = (FrameworkComment.tenant == tenant, FrameworkComment.id == comment_id)
    return (await session.scalars(select(FrameworkComment).where(*mine))).one()


async def unanswered(session: AsyncSession, tenant: str, version_id: UUID) -> int:
    """Change requests to which the office has not said what becomes of them."""
    query = select(func.count()).where(
        FrameworkComment.tenant == tenant,
        FrameworkComment.version_id == version_id,
        FrameworkComment.kind == CommentKind.CHANGE,
        FrameworkComment.decision.is_(None),
    )
    return (await session.execute(query)).scalar_one()


async def counts(session: AsyncSession, tenant: str, version_id: UUID) -> Mapping[UUID, int]:
    """How many comments each chapter has."""
    return await _by_chapter(session, tenant, version_id)


async def open_requests(session: AsyncSession, tenant: str, version_id: UUID) -> Mapping[UUID, int]:
    """How many change requests of each chapter the office has not answered."""
    asked = FrameworkComment.kind == CommentKind.CHANGE
    return await _by_chapter(
        session, tenant, version_id, asked, FrameworkComment.decision.is_(None)
    )


async def _by_chapter(
    session: AsyncSession, tenant: str, version_id: UUID, *which: ColumnElement[bool]
) -> Mapping[UUID, int]:
    mine = (FrameworkComment.tenant == tenant, FrameworkComment.version_id == version_id)
    query = select(FrameworkComment.chapter_key, func.count().label("number"))
    query = query.where(*mine, *which).group_by(FrameworkComment.chapter_key)
    return {each.chapter_key: each.number for each in await session.execute(query)}


async def _rows(
    session: AsyncSession, tenant: str, version_id: UUID, key: UUID | None = None
) -> Sequence[FrameworkComment]:
    query = select(FrameworkComment).where(
        FrameworkComment.tenant == tenant, FrameworkComment.version_id == version_id
    )
    if key:
        query = query.where(FrameworkComment.chapter_key == key)
    return (await session.scalars(query.order_by(FrameworkComment.id))).all()


async def _seen(
    session: AsyncSession,
    me: Me,
    rows: Sequence[FrameworkComment],
    texts: Collection[Chapter],
) -> list[Comment]:
    ids = [each.id for each in rows]
    replies = await _replies(session, me.tenant, ids)
    supporters = await _supporters(session, me.tenant, ids)
    said = {each.author_id for all_ in replies.values() for each in all_}
    names = await people.names_of(session, me.tenant, {each.author_id for each in rows} | said)
    same = await people.same_as(session, me.tenant, me.person_id)
    asked = {each.key: each.text for text in texts for each in text.standards}
    return [
        Comment(
            id=each.id,
            version_id=each.version_id,
            chapter_key=each.chapter_key,
            about=asked.get(each.standard_key, WHOLE) if each.standard_key else WHOLE,
            kind=each.kind,
            author=names[each.author_id],
            at=each.at,
            text=each.text,
            wording=each.wording,
            supporters=len(supporters[each.id]),
            supported=bool(supporters[each.id] & same),
            mine=each.author_id in same,
            replies=tuple([Reply(names[a.author_id], a.at, a.text) for a in replies[each.id]]),
            decision=each.decision,
            reason=each.reason,
        )
        for each in rows
    ]


async def _replies(
    session: AsyncSession, tenant: str, ids: Collection[UUID]
) -> Mapping[UUID, list[FrameworkReply]]:
    found: defaultdict[UUID, list[FrameworkReply]] = defaultdict(list)
    mine = (FrameworkReply.tenant == tenant, FrameworkReply.comment_id.in_(ids))
    query = select(FrameworkReply).where(*mine).order_by(FrameworkReply.id)
    for each in await session.scalars(query) if ids else ():
        found[each.comment_id].append(each)
    return found


async def _supporters(
    session: AsyncSession, tenant: str, ids: Collection[UUID]
) -> Mapping[UUID, set[UUID]]:
    """Who supports each; whoever was merged is one."""
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    mine = (FrameworkSupport.tenant == tenant, FrameworkSupport.comment_id.in_(ids))
    rows = (await session.scalars(select(FrameworkSupport).where(*mine))).all() if ids else []
    become = await people.become(session, tenant, {each.person_id for each in rows})
    for each in rows:
        found[each.comment_id].add(become[each.person_id])
    return found
