"""Pictures, whoever may see them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.photos.models import photos
from services.directory.photos.values import Picture
from shared.database.lists import in_list

PHOTOS: FromClause = photos
PHOTO_ID: ColumnElement[UUID] = photos.c.id
SEEN_BY: ColumnElement[Any] = photos.c.seen_by


def shows(person_id: ColumnElement[UUID], tenant: str) -> ColumnElement[bool]:
    """Of pictures: whether it is that of a person of the municipality."""
    return (photos.c.person_id == person_id) & (photos.c.tenant == tenant)


async def one(session: AsyncSession, tenant: str, photo_id: UUID) -> Picture:
    """Raises ``NoResultFound``."""
    query = select(photos).where(photos.c.tenant == tenant, photos.c.id == photo_id)
    return _picture((await session.execute(query)).one())


async def of_person(session: AsyncSession, tenant: str, person_id: UUID) -> Picture | None:
    """Somebody's, if there is one."""
    query = select(photos).where(photos.c.tenant == tenant, photos.c.person_id == person_id)
    row = (await session.execute(query)).one_or_none()
    return None if row is None else _picture(row)


async def keys_of(
    session: AsyncSession, tenant: str, people: Collection[UUID]
) -> Mapping[UUID, str]:
    """Where the pictures of these people lie, which would outlast their rows."""
    theirs = (photos.c.tenant == tenant, in_list(photos.c.person_id, "people"))
    query = select(photos.c.person_id, photos.c.key).where(*theirs)
    rows = await session.execute(query, {"people": list(people)})
    return {row.person_id: row.key for row in rows}


async def of_people(
    session: AsyncSession, tenant: str, people: Collection[UUID]
) -> Sequence[Picture]:
    """Every picture of these people."""
    theirs = (photos.c.tenant == tenant, photos.c.person_id.in_(people))
    return [_picture(row) for row in await session.execute(select(photos).where(*theirs))]


def _picture(row: Row[Any]) -> Picture:
    return Picture(row.id, row.person_id, row.key, row.sha256, row.seen_by)
