"""What is in the library; it is the same for every municipality."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.surveys.library.models import LibraryItem
from shared.database.paging import KeysetRequest, Page, paginate
from shared.database.reach import crossing


async def items(session: AsyncSession, text: str, page: KeysetRequest) -> Page[LibraryItem]:
    """The newest of each by title; ``text`` is part of it, or of who published it."""
    later = aliased(LibraryItem)
    newer = select(later.id).where(
        later.line == LibraryItem.line, later.number > LibraryItem.number
    )
    query = crossing(select(LibraryItem).where(~newer.exists()))
    if text:
        title = LibraryItem.title.icontains(text, autoescape=True)
        query = query.where(title | LibraryItem.publisher.icontains(text, autoescape=True))
    by = (LibraryItem.title, LibraryItem.id)
    return await paginate(session, query, page, by=by, sorts=(LibraryItem.published_at,))


async def item(session: AsyncSession, item_id: UUID) -> LibraryItem:
    """Raises ``NoResultFound``."""
    query = crossing(select(LibraryItem).where(LibraryItem.id == item_id))
    return (await session.scalars(query)).one()


async def newer(session: AsyncSession, line: UUID | None, number: int | None) -> UUID | None:
    """The newest version after the one that was taken over, if there is one."""
    if line is None or number is None:
        return None
    query = (
        select(LibraryItem.id)
        .where(LibraryItem.line == line, LibraryItem.number > number)
        .order_by(LibraryItem.number.desc())
        .limit(1)
    )
    return (await session.scalars(crossing(query))).first()


async def published(session: AsyncSession, tenant: str, line: UUID) -> dict[int, LibraryItem]:
    """By number, what the office has published of one of its own."""
    query = select(LibraryItem).where(LibraryItem.tenant == tenant, LibraryItem.line == line)
    return {each.number: each for each in await session.scalars(query)}


async def own(session: AsyncSession, tenant: str, item_id: UUID) -> LibraryItem:
    """Raises ``NoResultFound`` for what another office has published."""
    mine = (LibraryItem.tenant == tenant, LibraryItem.id == item_id)
    return (await session.scalars(select(LibraryItem).where(*mine))).one()
