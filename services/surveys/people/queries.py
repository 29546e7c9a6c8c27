"""People as the copies of the directory's records know them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.people.models import Person
from shared.contracts.accounts import AccessRole, Grant
from shared.database.search import fold
from shared.web.problem import FieldError, Problem
from shared.web.sessions.models import access

GONE = "nicht mehr im Verzeichnis"


async def names_of(session: AsyncSession, tenant: str, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """What people are called; whoever is not there any more is said to be gone."""
    if not ids:
        return {}
    mine = (Person.tenant == tenant, Person.person_id.in_(ids))
    query = select(Person.person_id, Person.given_name, Person.family_name).where(*mine)
    found = {key: f"{given} {family}" for key, given, family in await session.execute(query)}
    return {each: found.get(each, GONE) for each in ids}


async def with_roles(
    session: AsyncSession, tenant: str, roles: Collection[AccessRole], today: date
) -> set[UUID]:
    """Whoever may act as one of these today, each by the id that is theirs now."""
    grants = await grants_of(session, tenant, today)
    return {key for key, held in grants.items() if any(each.role in roles for each in held)}


async def become(session: AsyncSession, tenant: str, ids: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Who each of them is by now, as people are merged."""
    found, newest = {each: each for each in ids}, set(ids)
    while newest:
        mine = (Person.tenant == tenant, Person.person_id.in_(newest))
        query = select(Person.person_id, Person.merged_into).where(
            *mine, Person.merged_into.is_not(None)
        )
        into = {key: survivor for key, survivor in await session.execute(query) if survivor}
        found = {each: into.get(last, last) for each, last in found.items()}
        newest = set(into.values())
    return found


async def same_as(session: AsyncSession, tenant: str, person_id: UUID) -> set[UUID]:
    """Every id that somebody has: their own, and of whoever was merged into them."""
    found = {person_id}
    newest = found
    while newest:
        mine = (Person.tenant == tenant, Person.merged_into.in_(newest))
        newest = set(await session.scalars(select(Person.person_id).where(*mine))) - found
        found = found | newest
    return found


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


def ids_of(person_id: object) -> Select[UUID]:
    """The same within another query."""
    first = select(Person.person_id).where(Person.merged_into == person_id)
    return select(Person.person_id).where(
        or_(
            Person.person_id == person_id,
            Person.merged_into == person_id,
            Person.merged_into.in_(first),
        )
    )


async def grants_of(
    session: AsyncSession, tenant: str, today: date
) -> Mapping[UUID, Sequence[Grant]]:
    """As what everybody of the municipality may act today."""
    query = (
        select(access.c.person_id, access.c.grants)
        .join(Person, Person.person_id == access.c.person_id)
        .where(Person.tenant == tenant, Person.merged_into.is_(None))
    )
    found = {
        key: [Grant.model_validate(each) for each in grants if each["municipality"] == tenant]
        for key, grants in (await session.execute(query)).all()
    }
    return {key: held for key, all_ in found.items() if (held := _held(all_, today))}


def _held(grants: Sequence[Grant], today: date) -> Sequence[Grant]:
    return [each for each in grants if each.holds_on(today)]


async def everybody(session: AsyncSession, tenant: str) -> set[UUID]:
    """Whoever is in the directory, each by the id that is theirs now."""
    mine = (Person.tenant == tenant, Person.merged_into.is_(None))
    return set(await session.scalars(select(Person.person_id).where(*mine)))
