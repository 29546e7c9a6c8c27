"""For which group a gathering is, and whether somebody who signed in is in it."""

from uuid import UUID

from sqlalchemy import String, Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.audiences.models import InvitedGroup
from services.trainings.gatherings.values import Whole
from services.trainings.models import Gathering
from services.trainings.values import Audience

_ASKED = (
    select(InvitedGroup.group_id)
    .join(Gathering, Gathering.id == InvitedGroup.gathering_id)
    .where(
        InvitedGroup.tenant == bindparam("tenant", type_=String),
        InvitedGroup.gathering_id == bindparam("gathering_id", type_=Uuid),
        Gathering.audience == Audience.GROUP,
    )
)


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


async def asked_for(session: AsyncSession, tenant: str, gathering_id: UUID) -> UUID | None:
    """The group that somebody has to be in to register, if any."""
    given = {"tenant": tenant, "gathering_id": gathering_id}
    return (await session.scalars(_ASKED, given)).one_or_none()
