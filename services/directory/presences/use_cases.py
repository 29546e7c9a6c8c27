"""Keeps when people are at schools."""

from uuid import UUID

from sqlalchemy import select

from services.directory.presences.models import Presence
from services.directory.presences.values import At
from shared.messaging.unit_of_work import UnitOfWork


async def set_presence(uow: UnitOfWork, owner: tuple[str, UUID], at: At) -> None:
    """The person of the municipality is there then, too; said twice is said once."""
    tenant, person_id = owner
    theirs = (Presence.tenant == tenant, Presence.person_id == person_id)
    same = [getattr(Presence, name) == value for name, value in at._asdict().items()]
    if await uow.session.scalar(select(Presence.id).where(*theirs, *same).limit(1)) is None:
        uow.session.add(Presence(tenant=tenant, person_id=person_id, **at._asdict()))


async def end_presence(uow: UnitOfWork, owner: tuple[str, UUID], presence_id: UUID) -> None:
    """They are there then no longer; raises ``NoResultFound``."""
    tenant, person_id = owner
    theirs = (Presence.tenant == tenant, Presence.person_id == person_id)
    found = await uow.session.scalars(select(Presence).where(*theirs, Presence.id == presence_id))
    await uow.session.delete(found.one())
