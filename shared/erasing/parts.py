"""Keeps each part of what somebody is told sealed, for as long as it may be fetched."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.fernet import Fernet
from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.privacy import PrivacyRequested
from shared.database.reach import crossing
from shared.database.writes import Write, write_all
from shared.keys import box
from shared.messaging.tables import privacy_parts
from shared.messaging.unit_of_work import UnitOfWork

KEPT = timedelta(days=7)


async def keep(uow: UnitOfWork, asked: PrivacyRequested, tenant: str, content: bytes) -> None:
    """A second time it is what it was, unless that is over."""
    mine = privacy_parts.c.request_id == asked.request_id
    old = delete(privacy_parts).where(mine, privacy_parts.c.made_at <= uow.now - KEPT)
    await uow.session.execute(crossing(old))
    row = {
        "request_id": asked.request_id,
        "tenant": tenant,
        "person_id": asked.person_id,
        "by_office": asked.by_office,
        "sealed": _box(uow.key, asked.request_id).encrypt(content),
        "made_at": uow.now,
    }
    await write_all(uow.session, [Write(privacy_parts, [row], "ignore")])


async def own_part(
    session: AsyncSession, key: bytes, request_id: UUID, person_id: UUID, now: datetime
) -> bytes:
    """What somebody asked for about themselves; raises ``NoResultFound``."""
    theirs = (privacy_parts.c.person_id == person_id, ~privacy_parts.c.by_office)
    query = select(privacy_parts.c.sealed).where(*theirs, *_there(request_id, now))
    sealed = (await session.execute(crossing(query))).scalar_one()
    return _box(key, request_id).decrypt(sealed)


async def office_part(
    session: AsyncSession, key: bytes, request_id: UUID, tenant: str, now: datetime
) -> bytes:
    """What an office asked for somebody; raises ``NoResultFound``."""
    theirs = (privacy_parts.c.tenant == tenant, privacy_parts.c.by_office)
    query = select(privacy_parts.c.sealed).where(*theirs, *_there(request_id, now))
    sealed = (await session.execute(query)).scalar_one()
    return _box(key, request_id).decrypt(sealed)


async def keep_longer(uow: UnitOfWork, request_ids: Collection[UUID]) -> None:
    """From now on: only now is it whole, because the last service has answered."""
    mine = privacy_parts.c.request_id.in_(request_ids)
    there = privacy_parts.c.made_at > uow.now - KEPT
    longer = update(privacy_parts).where(mine, there).values(made_at=uow.now)
    await uow.session.execute(crossing(longer))


async def expire(uow: UnitOfWork) -> None:
    """What nobody has fetched in time is gone."""
    old = delete(privacy_parts).where(privacy_parts.c.made_at <= uow.now - KEPT)
    await uow.session.execute(crossing(old))


def _there(request_id: UUID, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (privacy_parts.c.request_id == request_id, privacy_parts.c.made_at > now - KEPT)


def _box(key: bytes, request_id: UUID) -> Fernet:
    """A key of this request and service alone."""
    return box(key, f"privacy-part.{request_id}")
