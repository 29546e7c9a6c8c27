"""Gives people the address of their own feed, and takes it back; marks what everybody may see."""

from collections.abc import Collection
from secrets import token_urlsafe
from uuid import UUID

from sqlalchemy import delete

from services.trainings.calendar import queries
from services.trainings.calendar.models import CalendarFeed, PublicGathering, feeds
from services.trainings.calendar.models import public_gatherings as public
from services.trainings.gatherings import queries as gatherings
from services.trainings.seats import use_cases as seats
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me

SECRET_BYTES = 16


async def renew_feed(uow: UnitOfWork, me: Me) -> str:
    """The secret of the new address, which is stored nowhere; an old one leads nowhere at once."""
    await end_feed(uow, me)
    secret = token_urlsafe(SECRET_BYTES)
    feed = CalendarFeed(
        tenant=me.tenant,
        id=new_id(),
        person_id=me.person_id,
        digest=queries.digest_of(secret),
        made_at=uow.now,
    )
    uow.session.add(feed)
    return secret


async def end_feed(uow: UnitOfWork, me: Me) -> None:
    """Its address leads nowhere from now on."""
    mine = (feeds.c.tenant == me.tenant, feeds.c.person_id == me.person_id)
    await uow.session.execute(delete(feeds).where(*mine))


async def forget(uow: UnitOfWork, person_ids: Collection[UUID]) -> None:
    """Whoever was erased, or is somebody else by now, has no feed any more."""
    await uow.session.execute(delete(feeds).where(feeds.c.person_id.in_(person_ids)))


async def publish(uow: UnitOfWork, me: Me, gathering_id: UUID) -> None:
    """It stands in the public calendar; a draft as soon as it is none. Twice is once."""
    await seats.hold(uow, me.tenant, gathering_id)
    if not await queries.is_public(uow.session, me.tenant, gathering_id):
        uow.session.add(PublicGathering(tenant=me.tenant, gathering_id=gathering_id))


async def withdraw(uow: UnitOfWork, me: Me, gathering_id: UUID) -> None:
    """It does not stand there any more."""
    await gatherings.one(uow.session, me.tenant, gathering_id)
    mine = (public.c.tenant == me.tenant, public.c.gathering_id == gathering_id)
    await uow.session.execute(delete(public).where(*mine))
