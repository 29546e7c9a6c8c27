"""Synopses of a version."""

from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.framework import queries as framework
from services.surveys.framework.values import REVISED, WRITTEN, Round, Stage
from services.surveys.framework_comments import queries as comments
from services.surveys.synopses import rules
from services.surveys.synopses.values import Compared
from shared.web.pdf import typeset
from shared.web.sessions.person import Me


async def of_version(session: AsyncSession, me: Me, found: Round) -> list[Compared]:
    """Each chapter that was commented; raises ``NoResultFound`` for a draft."""
    if found.stage is Stage.DRAFT:
        raise NoResultFound
    old = await framework.chapters(session, me.tenant, found.id, WRITTEN)
    new = {}
    if found.edition == REVISED:
        texts = await framework.chapters(session, me.tenant, found.id, REVISED)
        new = {each.key: each for each in texts}
    said = await comments.of_version(session, me, found.id)
    return [Compared(each, said.get(each.key, ()), new.get(each.key)) for each in old]


async def file_of(session: AsyncSession, me: Me, found: Round) -> bytes:
    """The same as a PDF that screen readers can read."""
    rows = await of_version(session, me, found)
    return await typeset(rules.SOURCE, rules.content(found.number, rows))
