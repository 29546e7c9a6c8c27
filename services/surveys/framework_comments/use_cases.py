"""Comments, replies, support, and the office's decisions."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from services.surveys.framework import queries as framework
from services.surveys.framework import use_cases as versions
from services.surveys.framework.values import WRITTEN, Stage
from services.surveys.framework_comments import queries, rules
from services.surveys.framework_comments.forms import CommentForm, DecisionForm
from services.surveys.framework_comments.models import (
    FrameworkComment,
    FrameworkReply,
    FrameworkSupport,
)
from services.surveys.framework_comments.values import CommentKind, Decision
from services.surveys.people import queries as people
from shared.contracts.framework import CommentAnswered
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.person import Me


async def comment(uow: UnitOfWork, me: Me, version_id: UUID, key: UUID, given: CommentForm) -> UUID:
    """On the text that is commented, which does not change; raises ``Problem``."""
    await versions.hold_at(uow, me.tenant, version_id, Stage.COMMENTING)
    texts = await framework.chapters(uow.session, me.tenant, version_id, WRITTEN)
    chapter = framework.among(texts, key)
    known = await queries.counts(uow.session, me.tenant, version_id)
    rules.refuse_comment(chapter, given, known.get(key, 0))
    row = FrameworkComment(
        tenant=me.tenant,
        id=new_id(),
        version_id=version_id,
        chapter_key=key,
        standard_key=UUID(given.standard) if given.standard else None,
        sha256=chapter.sha256,
        author_id=me.person_id,
        at=uow.now,
        kind=given.kind,
        text=given.text,
        wording=given.wording,
    )
    uow.session.add(row)
    await uow.session.flush()
    return row.id


async def reply(uow: UnitOfWork, me: Me, version_id: UUID, comment_id: UUID, text: str) -> None:
    """While the round runs; raises ``Problem``."""
    await versions.hold_at(uow, me.tenant, version_id, Stage.COMMENTING)
    row = await _one(uow, me, version_id, comment_id)
    mine = (FrameworkReply.tenant == me.tenant, FrameworkReply.comment_id == row.id)
    known = select(func.count()).select_from(FrameworkReply).where(*mine)
    if (await uow.session.execute(known)).scalar_one() >= rules.MOST_REPLIES:
        raise rules.refused("too-many-replies", "text")
    uow.session.add(
        FrameworkReply(
            tenant=me.tenant,
            id=new_id(),
            comment_id=row.id,
            author_id=me.person_id,
            at=uow.now,
            text=text,
        )
    )


async def support(uow: UnitOfWork, me: Me, version_id: UUID, comment_id: UUID) -> None:
    """Once, and not what one has said oneself; raises ``Problem``."""
    await versions.hold_at(uow, me.tenant, version_id, Stage.COMMENTING)
    row = await _one(uow, me, version_id, comment_id)
    same = await people.same_as(uow.session, me.tenant, me.person_id)
    if row.author_id in same:
        raise Problem(409, "own-comment", "It is their own")
    theirs = select(FrameworkSupport.person_id).where(
        FrameworkSupport.tenant == me.tenant,
        FrameworkSupport.comment_id == row.id,
        FrameworkSupport.person_id.in_(same),
    )
    if (await uow.session.scalars(theirs)).first():
        raise Problem(409, "supported", "They support it already")
    made = FrameworkSupport(tenant=me.tenant, comment_id=row.id, person_id=me.person_id)
    uow.session.add(made)
    await uow.session.flush()


async def decide(
    uow: UnitOfWork, me: Me, version_id: UUID, comment_id: UUID, given: DecisionForm
) -> None:
    """What becomes of it, until the text is made of which it is; its author is told."""
    found = await versions.hold_at(uow, me.tenant, version_id, Stage.COMMENTING, Stage.REPLYING)
    row = await _one(uow, me, version_id, comment_id)
    if row.kind is CommentKind.CHANGE and given.decision is Decision.ANSWERED:
        raise rules.refused("request-undecided", "decision")
    if (row.decision, row.reason) == (given.decision, given.reason):
        return
    row.decision, row.reason = given.decision, given.reason
    told = CommentAnswered(
        version_id=version_id,
        number=found.number,
        chapter_key=row.chapter_key,
        comment_id=row.id,
        person_id=row.author_id,
    )
    uow.announce(told, me.cause)


async def _one(uow: UnitOfWork, me: Me, version_id: UUID, comment_id: UUID) -> FrameworkComment:
    """Raises ``NoResultFound``."""
    row = await queries.one(uow.session, me.tenant, comment_id)
    if row.version_id != version_id:
        raise NoResultFound
    return row
