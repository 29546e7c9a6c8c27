"""The adopted framework concept as everybody may read it."""

from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.framework import queries as framework
from services.surveys.framework.values import Adopted
from services.surveys.framework_public import rules
from services.surveys.results.queries import municipalities
from shared.web.pdf import typeset


async def valid(session: AsyncSession, tenant: str) -> Adopted:
    """Raises ``NoResultFound`` where nothing is adopted."""
    found = await framework.adopted(session, tenant)
    if found is None or not found.chapters:
        raise NoResultFound
    return found


async def place(session: AsyncSession, tenant: str) -> str:
    """What the municipality is called."""
    [(_, name)] = await municipalities(session, [tenant])
    return name


async def file_of(session: AsyncSession, tenant: str) -> bytes:
    """The same as a PDF that screen readers can read; raises ``NoResultFound``."""
    found = await valid(session, tenant)
    return await typeset(rules.SOURCE, rules.content(found, await place(session, tenant)))
