"""The carrier and the school type for which a seat of somebody counts."""

from datetime import date
from uuid import UUID

from sqlalchemy import Date, String, Uuid, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.belongings.models import school_changes
from services.trainings.models import onboardings, organizations
from services.trainings.people import queries as people
from services.trainings.seats.values import Belonging
from services.trainings.values import Registrar
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import SchoolType
from shared.database.types import Code
from shared.web.sessions.models import access

_TENANT, _TODAY = bindparam("tenant", type_=String), bindparam("today", type_=Date)
_SINCE = (
    select(school_changes.c.school_type)
    .where(
        school_changes.c.tenant == _TENANT,
        school_changes.c.employment_id == onboardings.c.employment_id,
        school_changes.c.valid_from <= _TODAY,
    )
    .order_by(school_changes.c.valid_from.desc())
    .limit(1)
    .correlate(onboardings)
)
_AT_WORK = people.CARRIER.with_only_columns(
    func.coalesce(_SINCE.scalar_subquery(), onboardings.c.school_type)
)
_HEADED = select(organizations.c.school_type).where(
    organizations.c.tenant == _TENANT,
    organizations.c.organization_id == bindparam("school_id", type_=Uuid),
)
THEIRS = (
    people.CARRIER.scalar_subquery().label("carrier_id"),
    func.coalesce(
        _HEADED.scalar_subquery(), _AT_WORK.scalar_subquery(), type_=Code(SchoolType)
    ).label("school_type"),
)
"""Of ``person_id`` in ``tenant``, ``today``, who may act as head of ``school_id``."""
_OF = select(*THEIRS)


def school_of(me: Registrar) -> UUID | None:
    """The school as whose head somebody acts."""
    return me.organization_id if me.role is AccessRole.HEAD else None


async def of(session: AsyncSession, me: Registrar, person_id: UUID, today: date) -> Belonging:
    """For what a seat of somebody counts whom ``me`` registers."""
    oneself = person_id == me.person_id
    if oneself and me.role is AccessRole.CARRIER:
        return Belonging(me.organization_id)
    given = {"tenant": me.tenant, "person_id": person_id, "today": today}
    school_id = school_of(me) if oneself else None
    found = await _belonging(session, given | {"school_id": school_id})
    if any(found) or (oneself and me.role is not AccessRole.CONTACT):
        return found
    school_id = await _headed_by(session, me.tenant, person_id)
    return await _belonging(session, given | {"school_id": school_id}) if school_id else found


async def _belonging(session: AsyncSession, given: dict[str, object]) -> Belonging:
    return Belonging(*(await session.execute(_OF, given)).one())


async def _headed_by(session: AsyncSession, tenant: str, person_id: UUID) -> UUID | None:
    """The school whose head somebody is who signs in elsewhere, or whom others register."""
    query = select(access.c.grants).where(access.c.person_id == person_id)
    for each in (await session.execute(query)).scalar() or ():
        if each["municipality"] == tenant and each["role"] == AccessRole.HEAD:
            return UUID(each["organization_id"])
    return None
