"""What is read of people."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from services.directory.people.models import (
    Person,
    people,
)
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, paginate
from shared.database.reach import crossing
from shared.database.search import sorted_as_german

Found = TypeVar("Found")

PERSON_ID: ColumnElement[UUID] = Person.id.expression
PEOPLE = select(Person)
PEOPLE_IN_ORDER = (Person.family_name, Person.given_name, Person.id)
"""As ``paginate`` takes it."""


async def people_by_id(
    session: AsyncSession, tenant: str, ids: Iterable[UUID]
) -> dict[UUID, Row[Any]]:
    """Those people of the municipality that are known."""
    query = select(people).where(people.c.tenant == tenant, in_list(people.c.id, "ids"))
    return {row.id: row for row in await session.execute(query, {"ids": list(ids)})}


async def page_of(
    session: AsyncSession, tenant: str, among: Select[Any], page: KeysetRequest
) -> Page[Person]:
    """Of these ids those of the municipality, in the order in which they became known."""
    query = select(Person).where(Person.tenant == tenant, Person.id.in_(among))
    return await paginate(session, query, page, by=(Person.id,), columns=())


async def names_of(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, str]:
    """What people are called, wherever they belong."""
    query = crossing(select(people.c.id, people.c.given_name, people.c.family_name))
    found = await session.execute(query.where(in_list(people.c.id, "ids")), {"ids": list(ids)})
    return {person_id: f"{given} {family}" for person_id, given, family in found}


def with_names(
    query: Select[Found], person_id: InstrumentedAttribute[UUID]
) -> tuple[Select[Found], Sequence[ColumnElement[str]]]:
    """Joined to the people, and by what it is then sorted: family name, given name.

    Upper and lower case are the same, umlauts their vowels (DIN 5007-1).
    """
    names = (("name", people.c.family_name), ("given_name", people.c.given_name))
    keys = [sorted_as_german(column).label(name) for name, column in names]
    return query.join(people, people.c.id == person_id), keys


def people_of(tenant: str) -> Select[Any]:
    """The ids of those who belong to the municipality."""
    return select(Person.id).where(Person.tenant == tenant)


def people_called(text: str) -> Select[Any]:
    """The ids of those who are found by a text."""
    return select(Person.id).where(Person.matches(text))


async def written_to_at(session: AsyncSession, tenant: str, address: str) -> Sequence[Person]:
    """People of the municipality who are written to at the address, which is in lower case."""
    theirs = (Person.tenant == tenant, func.lower(Person.email) == address)
    return (await session.scalars(select(Person).where(*theirs).order_by(Person.id))).all()


async def people_anywhere(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Person]:
    """Those people that are known, of whichever municipality: for whom may see them anyway."""
    query = crossing(select(Person).where(in_list(people.c.id, "ids")))
    return {each.id: each for each in await session.scalars(query, {"ids": list(ids)})}


async def people_named(
    session: AsyncSession, tenant: str | None, text: str, also: Collection[UUID], limit: int
) -> Sequence[Person]:
    """By parts of a name, and ``also`` these; of all municipalities without ``tenant``."""
    query = select(Person).where(or_(Person.id.in_(also), Person.matches(text)))
    if tenant is not None:
        query = query.where(Person.tenant == tenant)
    return (await session.scalars(query.order_by(*PEOPLE_IN_ORDER).limit(limit))).all()
