"""Guests: by their link, by address, and those whose time is over."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.guests.models import Guest
from services.trainings.guests.values import KEPT, UNCONFIRMED, Introduced, Invited
from services.trainings.models import Gathering
from services.trainings.values import lets_guests_in
from shared.database.reach import crossing
from shared.web.outsiders import MAX, Outsider, Wanted

SOME = 100
"""Forgotten in one transaction."""


async def by_link(session: AsyncSession, guest_id: UUID) -> Invited | None:
    """Whoever holds the link is the guest; None for who is forgotten."""
    query = crossing(select(Guest).where(Guest.id == guest_id))
    row = (await session.scalars(query)).one_or_none()
    if row is None:
        return None
    who = Introduced(row.given_name, row.family_name, row.institution)
    return Invited(row.id, row.tenant, row.gathering_id, who, row.created_by)


async def at(session: AsyncSession, row: Gathering, address: str) -> Guest | None:
    """Who comes under an address, in small letters, to a gathering."""
    mine = (Guest.tenant == row.tenant, Guest.gathering_id == row.id, Guest.address == address)
    query = select(Guest).where(*mine).execution_options(populate_existing=True)
    return (await session.scalars(query)).one_or_none()


async def at_same_address(session: AsyncSession, tenant: str, guest_id: UUID) -> Sequence[UUID]:
    """The ids that a guest has at all gatherings of a municipality."""
    mine = select(Guest.address).where(Guest.tenant == tenant, Guest.id == guest_id)
    query = select(Guest.id).where(Guest.tenant == tenant, Guest.address == mine.scalar_subquery())
    return (await session.scalars(query)).all()


async def asked_since(session: AsyncSession, address: str, since: datetime) -> int:
    """How often an address was written to, for whatever gathering."""
    mine = (Guest.address == address, Guest.asked_at > since)
    query = select(func.count()).select_from(Guest).where(*mine)
    return (await session.execute(crossing(query))).scalar_one()


async def unconfirmed(session: AsyncSession, row: Gathering) -> int:
    """How many have been written to and did not confirm yet."""
    if not lets_guests_in(row):
        return 0
    mine = (Guest.tenant == row.tenant, Guest.gathering_id == row.id)
    query = select(func.count()).select_from(Guest)
    return (await session.execute(query.where(*mine, Guest.confirmed_at.is_(None)))).scalar_one()


async def known(session: AsyncSession, tenant: str, ids: Collection[UUID]) -> Mapping[UUID, Guest]:
    """Those of these people who are guests."""
    query = select(Guest).where(Guest.tenant == tenant, Guest.id.in_(ids))
    return {each.id: each for each in await session.scalars(query)}


def everybody() -> Select[UUID]:
    """The ids of all: they are in no directory."""
    return select(Guest.id)


async def over(
    session: AsyncSession, now: datetime, spared: Select[UUID], free: ColumnElement[bool]
) -> Sequence[Guest]:
    """Some who did not confirm in time, or whose gathering is long over, but not the ``spared``.

    Of those that are ``free`` only.
    """
    ended = func.coalesce(Gathering.ends_at, Guest.asked_at) < now - KEPT
    lapsed = Guest.confirmed_at.is_(None) & (Guest.asked_at < now - UNCONFIRMED)
    query = (
        select(Guest)
        .join(Gathering, Gathering.id == Guest.gathering_id)
        .where(lapsed | (ended & Guest.id.not_in(spared)), free)
        .order_by(Guest.id)
        .limit(SOME)
    )
    return (await session.scalars(crossing(query))).all()


async def wanted(session: AsyncSession, tenant: str, wanted: Wanted) -> Sequence[Outsider]:
    """Those of the municipality, the latest first."""
    meant = or_(Guest.id.in_(wanted.ids), Guest.address.in_(wanted.addresses))
    query = select(Guest).where(Guest.tenant == tenant, meant).order_by(Guest.id.desc()).limit(MAX)
    return [
        Outsider(id=each.id, name=f"{each.given_name} {each.family_name}", address=each.address)
        for each in await session.scalars(query)
    ]
