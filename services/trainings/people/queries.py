"""People as the copies of the directory's records know them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Date, String, Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.guests.queries import everybody as guests
from services.trainings.models import Person, onboardings
from shared.contracts.accounts import AccessRole
from shared.database.search import fold
from shared.web.problem import FieldError, Problem
from shared.web.sessions.models import access

_TODAY = bindparam("today", type_=Date)
CARRIER = (
    select(onboardings.c.carrier_id)
    .where(
        onboardings.c.tenant == bindparam("tenant", type_=String),
        onboardings.c.worker_id == bindparam("person_id", type_=Uuid),
        onboardings.c.last_day.is_(None) | (onboardings.c.last_day >= _TODAY),
    )
    .order_by(onboardings.c.start_date.desc())
    .limit(1)
)
"""With whom ``person_id`` works in ``tenant``, ``today``."""


async def carrier_of(
    session: AsyncSession, tenant: str, person_id: UUID, today: date
) -> UUID | None:
    """With whom somebody works, as the newest of their onboardings says."""
    given = {"tenant": tenant, "person_id": person_id, "today": today}
    return (await session.execute(CARRIER, given)).scalar()


async def roles_of(session: AsyncSession, tenant: str, person_id: UUID) -> set[AccessRole]:
    """As what somebody may act in the municipality."""
    query = select(access.c.grants).where(access.c.person_id == person_id)
    found = (await session.execute(query)).scalar() or ()
    return {AccessRole(each["role"]) for each in found if each["municipality"] == tenant}


async def called(session: AsyncSession, tenant: str, name: str) -> Sequence[Person]:
    """Whoever of the directory is called exactly so, however it is written."""
    last = name.split()[-1] if name.split() else ""
    query = select(Person).where(
        Person.tenant == tenant,
        Person.merged_into.is_(None),
        Person.person_id.not_in(guests()),
        Person.family_name.ilike(f"%{_escaped(last)}", escape="\\"),
    )
    found = (await session.scalars(query)).all()
    return [each for each in found if fold(f"{each.given_name} {each.family_name}") == fold(name)]


async def named(session: AsyncSession, tenant: str, name: str, field: str) -> Person:
    """The one who is called so; raises ``Problem`` for nobody, and for several."""
    found = await called(session, tenant, name)
    if len(found) != 1:
        code = "several-called" if found else "nobody-called"
        errors = [FieldError(field, "names nobody, or several")]
        raise Problem(409, code, "Nobody can be found", errors=errors)
    return found[0]


async def names_of(session: AsyncSession, tenant: str, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """What people are called."""
    mine = (Person.tenant == tenant, Person.person_id.in_(ids))
    query = select(Person.person_id, Person.given_name, Person.family_name).where(*mine)
    found = await session.execute(query)
    return {key: f"{given} {family}" for key, given, family in found.all()}


async def in_directory(
    session: AsyncSession, tenant: str, ids: Collection[UUID]
) -> Mapping[UUID, str]:
    """The same of those of them whom the directory has, by family name."""
    query = select(Person).where(
        Person.tenant == tenant,
        Person.person_id.in_(ids),
        Person.merged_into.is_(None),
        Person.person_id.not_in(guests()),
    )
    found = await session.scalars(query.order_by(Person.family_name, Person.given_name))
    return {each.person_id: f"{each.given_name} {each.family_name}" for each in found}


async def with_roles(
    session: AsyncSession, tenant: str, roles: Collection[AccessRole]
) -> set[UUID]:
    """Whoever may act as one of these in the municipality."""
    here = select(Person.person_id).where(Person.tenant == tenant)
    query = select(access.c.person_id, access.c.grants).where(access.c.person_id.in_(here))
    return {
        key
        for key, grants in (await session.execute(query)).all()
        if any(each["municipality"] == tenant and each["role"] in roles for each in grants)
    }


async def signing_in(session: AsyncSession, tenant: str, ids: Collection[UUID]) -> set[UUID]:
    """Those of them who may act in the municipality."""
    return set(ids) & await with_roles(session, tenant, [*AccessRole])


async def same_as(session: AsyncSession, tenant: str, person_id: UUID) -> set[UUID]:
    """Every id that somebody has: their own, and of whoever was merged into them."""
    found = {person_id}
    newest = found
    while newest:
        mine = (Person.tenant == tenant, Person.merged_into.in_(newest))
        newest = set(await session.scalars(select(Person.person_id).where(*mine))) - found
        found = found | newest
    return found


def _escaped(text: str) -> str:
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, f"\\{sign}")
    return text
