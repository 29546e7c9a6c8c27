"""The carrier and the school type for which a seat of somebody counts."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import Date, String, Uuid, bindparam, cast, func, null, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.belongings.models import school_changes
from services.trainings.models import onboardings, organizations
from services.trainings.people import queries as people
from services.trainings.seats.values import NOBODY, Belonging
from services.trainings.values import Registrar
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import SchoolType
from shared.database.lists import in_list
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
_KNOWN = select(
    onboardings.c.worker_id,
    onboardings.c.carrier_id,
    func.coalesce(_SINCE.scalar_subquery(), onboardings.c.school_type, type_=Code(SchoolType)),
    onboardings.c.start_date,
).where(
    onboardings.c.tenant == _TENANT,
    in_list(onboardings.c.worker_id, "people"),
    onboardings.c.last_day.is_(None) | (onboardings.c.last_day >= _TODAY),
)
_SCHOOLS = select(
    organizations.c.organization_id,
    cast(null(), Uuid),
    organizations.c.school_type,
    cast(null(), Date),
).where(organizations.c.tenant == _TENANT, in_list(organizations.c.organization_id, "schools"))
_OF_ALL = union_all(_KNOWN, _SCHOOLS)
"""Where people work, and of which type schools are, by the id of either."""
_GRANTS = select(access.c.person_id, access.c.grants).where(in_list(access.c.person_id, "people"))
Registered = tuple[Registrar, UUID]
"""Who is registered, by whom."""


def school_of(me: Registrar) -> UUID | None:
    """The school as whose head somebody acts."""
    return me.organization_id if me.role is AccessRole.HEAD else None


async def of(session: AsyncSession, me: Registrar, person_id: UUID, today: date) -> Belonging:
    """For what a seat of somebody counts whom ``me`` registers."""
    return (await of_all(session, [(me, person_id)], today))[person_id]


async def of_all(
    session: AsyncSession, registered: Collection[Registered], today: date
) -> Mapping[UUID, Belonging]:
    """The same of several of one municipality, each of whom is there once."""
    found, schools, others = dict[UUID, Belonging](), dict[UUID, UUID | None](), list[UUID]()
    tenant = ""
    for me, key in registered:
        if key == me.person_id and me.role is AccessRole.CARRIER:
            found[key] = Belonging(me.organization_id)
            continue
        tenant, schools[key] = me.tenant, school_of(me) if key == me.person_id else None
        if key != me.person_id or me.role is AccessRole.CONTACT:
            others.append(key)
    found |= await _belongings(session, tenant, schools, today)
    elsewhere = [key for key in others if not any(found[key])]
    headed = await _headed_by(session, tenant, elsewhere)
    return {**found, **await _belongings(session, tenant, headed, today)}


async def _belongings(
    session: AsyncSession, tenant: str, schools: Mapping[UUID, UUID | None], today: date
) -> Mapping[UUID, Belonging]:
    """Of people, and of which school they may act as head; the newest employment counts."""
    if not schools:
        return {}
    headed = {each for each in schools.values() if each}
    given = {"tenant": tenant, "people": schools.keys(), "schools": headed, "today": today}
    rows = (await session.execute(_OF_ALL, given)).all()
    types = {key: school_type for key, _, school_type, since in rows if since is None}
    work = sorted((each for each in rows if each.start_date), key=lambda each: each.start_date)
    known = {key: Belonging(carrier, school_type) for key, carrier, school_type, _ in work}
    found = {key: known.get(key, NOBODY) for key in schools}
    return {
        key: each._replace(school_type=types.get(schools[key]) or each.school_type)
        for key, each in found.items()
    }


async def _headed_by(
    session: AsyncSession, tenant: str, ids: Collection[UUID]
) -> Mapping[UUID, UUID]:
    """The schools whose heads people are who sign in elsewhere, or whom others register."""
    if not ids:
        return {}
    return {
        key: UUID(each["organization_id"])
        for key, grants in (await session.execute(_GRANTS, {"people": ids})).all()
        for each in reversed(grants)
        if each["municipality"] == tenant and each["role"] == AccessRole.HEAD
    }
