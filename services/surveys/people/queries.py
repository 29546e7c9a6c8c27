"""People as the copies of the directory's records know them."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.models import Person
from shared.database.search import fold
from shared.web.problem import FieldError, Problem


async def named(session: AsyncSession, tenant: str, name: str, field: str) -> UUID:
    """The one who is called so; raises ``Problem`` for nobody, and for several."""
    last = name.split()[-1] if name.split() else ""
    query = select(Person).where(
        Person.tenant == tenant,
        Person.merged_into.is_(None),
        Person.family_name.icontains(last, autoescape=True),
    )
    rows = (await session.scalars(query)).all()
    found = [e for e in rows if fold(f"{e.given_name} {e.family_name}") == fold(name)]
    if len(found) != 1:
        code = "several-called" if found else "nobody-called"
        errors = [FieldError(field, "names nobody, or several")]
        raise Problem(409, code, "Nobody can be found", errors=errors)
    return found[0].person_id


async def names_of(session: AsyncSession, tenant: str, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """What people are called."""
    if not ids:
        return {}
    mine = (Person.tenant == tenant, Person.person_id.in_(ids))
    query = select(Person.person_id, Person.given_name, Person.family_name).where(*mine)
    found = await session.execute(query)
    return {key: f"{given} {family}" for key, given, family in found.all()}


def same_as(person_id: object) -> Select[UUID]:
    """Every id that somebody has: their own, and of whoever was merged into them."""
    first = select(Person.person_id).where(Person.merged_into == person_id)
    return select(Person.person_id).where(
        or_(
            Person.person_id == person_id,
            Person.merged_into == person_id,
            Person.merged_into.in_(first),
        )
    )


async def now(session: AsyncSession, tenant: str, ids: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Who stands for each of those who were merged into somebody."""
    mine = (Person.tenant == tenant, Person.person_id.in_(ids), Person.merged_into.is_not(None))
    query = select(Person.person_id, Person.merged_into).where(*mine)
    return {key: into for key, into in (await session.execute(query)).all() if into}
