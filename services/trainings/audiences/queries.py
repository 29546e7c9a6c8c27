"""For which group a gathering is, and whether somebody who signed in is in it."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.audiences import gateways
from services.trainings.audiences.models import InvitedGroup
from services.trainings.audiences.values import Membership
from services.trainings.gatherings.values import Whole
from services.trainings.models import Gathering
from services.trainings.values import Audience
from shared.context import CurrentContext
from shared.web.kit.person import Network
from shared.web.neighbours import NoAnswer, client_for


async def of(session: AsyncSession, tenant: str, gathering_id: UUID) -> InvitedGroup | None:
    """The group that was chosen, if any, whatever the audience is."""
    mine = (InvitedGroup.tenant == tenant, InvitedGroup.gathering_id == gathering_id)
    return (await session.scalars(select(InvitedGroup).where(*mine))).one_or_none()


async def name_of(session: AsyncSession, row: Gathering | Whole) -> str:
    """What the group is called; empty for a gathering that is for others."""
    if row.audience is not Audience.GROUP:
        return ""
    found = await of(session, row.tenant, row.id)
    return found.name if found else ""


async def is_for(session: AsyncSession, row: Gathering, member_of: UUID | None) -> bool:
    """Whether it is for this group, also after it was held."""
    if row.audience is not Audience.GROUP or member_of is None:
        return False
    found = await of(session, row.tenant, row.id)
    return found is not None and found.group_id == member_of


async def _membership(
    request: Request, me: Network, here: CurrentContext, gathering_id: UUID
) -> Membership:
    async with here.database.reading() as session:
        query = (
            select(InvitedGroup.group_id)
            .join(Gathering, Gathering.id == InvitedGroup.gathering_id)
            .where(
                InvitedGroup.tenant == me.tenant,
                InvitedGroup.gathering_id == gathering_id,
                Gathering.audience == Audience.GROUP,
            )
        )
        group_id = (await session.scalars(query)).one_or_none()
    if group_id is None:
        return Membership()
    try:
        member = await gateways.is_member(client_for(request, here), group_id)
    except NoAnswer:
        return Membership(away=True)
    return Membership(group_id if member else None)


MemberOf = Annotated[Membership, Depends(_membership)]
"""Asked before the transaction of whoever needs it begins."""
