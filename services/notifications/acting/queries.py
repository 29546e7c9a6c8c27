"""Who acts in a role, or serves in it without ever signing in."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Text, cast, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.acting.rules import held_one, holds_one
from services.notifications.recipients.queries import at_work, contacts_serving, departed
from shared.contracts.accounts import AccessRole
from shared.database.engine import Reader
from shared.database.lists import in_list
from shared.web.sessions.models import access


async def acting_in(
    session: Reader,
    tenant: str,
    day: date,
    roles: Collection[AccessRole],
    organization_id: UUID | None = None,
) -> Sequence[UUID]:
    """Those who hold one of the roles in the municipality, or everywhere; or at one place."""
    granted = cast(access.c.grants, Text)
    maybe = or_(*(granted.contains(f'"{role.value}"', autoescape=True) for role in roles))
    query = select(access.c.person_id, access.c.grants).where(maybe)
    rows = await session.execute(query.order_by(access.c.person_id))
    return [
        row.person_id for row in rows if holds_one(row.grants, tenant, day, roles, organization_id)
    ]


async def acting_among(
    session: AsyncSession, tenant: str, day: date, roles: Collection[AccessRole], ids: set[UUID]
) -> set[UUID]:
    """Those of these people who hold one of the roles there, or everywhere."""
    query = select(access.c.person_id, access.c.grants).where(in_list(access.c.person_id, "ids"))
    rows = await session.execute(query, {"ids": list(ids)})
    return {row.person_id for row in rows if holds_one(row.grants, tenant, day, roles)}


async def serving(
    session: AsyncSession, tenant: str, day: date, roles: Collection[AccessRole]
) -> set[UUID]:
    """The same, and who works there or is an organization's contact without ever signing in."""
    found = {*await acting_in(session, tenant, day, roles)}
    if AccessRole.WORKER in roles:
        found |= await at_work(session, tenant, day)
    return found | await contacts_serving(session, tenant, roles)


async def serving_among(
    session: AsyncSession, tenant: str, day: date, roles: Collection[AccessRole], ids: set[UUID]
) -> set[UUID]:
    """Those of these; what costs more is asked only about who does not sign in."""
    found = await acting_among(session, tenant, day, roles, ids)
    if ids - found and AccessRole.WORKER in roles:
        found |= await at_work(session, tenant, day, ids - found)
    return found | (ids & await contacts_serving(session, tenant, roles) if ids - found else set())


async def left_among(session: AsyncSession, tenant: str, day: date, ids: set[UUID]) -> set[UUID]:
    """Those of these who worked or acted there, and do neither any more, nor are contacts."""
    everything = frozenset(AccessRole)
    query = select(access.c.person_id, access.c.grants).where(in_list(access.c.person_id, "ids"))
    rows = (await session.execute(query, {"ids": list(ids)})).all()
    still = {row.person_id for row in rows if holds_one(row.grants, tenant, day, everything)}
    left = {row.person_id for row in rows if held_one(row.grants, tenant)}
    left |= await departed(session, ids, day, tenant)
    still |= await at_work(session, tenant, day, left) if left - still else set()
    return left - still - (await contacts_serving(session, tenant, everything) if left else set())
