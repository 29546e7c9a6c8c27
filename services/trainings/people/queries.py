"""People as the copies of the directory's records know them."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    SQLColumnExpression,
    String,
    Uuid,
    and_,
    bindparam,
    exists,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.forms import NamedForm
from services.trainings.guests.queries import everybody as guests
from services.trainings.models import Organization, Person, onboardings
from shared.contracts.accounts import AccessRole
from shared.database.search import fold, shortest
from shared.web.kit.forms import Entered
from shared.web.problem import FieldError, Problem
from shared.web.sessions.models import access
from shared.web.sessions.person import Me

N = TypeVar("N", bound=NamedForm)
NOBODY = "nicht mehr im Verzeichnis"
"""What somebody is called who has no name any more."""
MANY, SHOWN = 500, 20
"""Rows that are looked at, and people among whom one chooses."""
_VAGUE = re.compile(r"[^\x00-\x7f]|[aou]e?|ss", re.IGNORECASE)
"""What may be written in other ways."""

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


async def ids_called(
    session: AsyncSession, tenant: str, names: Collection[str]
) -> Mapping[str, Sequence[UUID]]:
    """The same of many names, in one look at everybody."""
    query = select(Person.person_id, Person.given_name, Person.family_name).where(
        Person.tenant == tenant,
        Person.merged_into.is_(None),
        Person.person_id.not_in(guests()),
    )
    found: defaultdict[str, list[UUID]] = defaultdict(list)
    for key, given, family in await session.execute(query):
        found[fold(f"{given} {family}")].append(key)
    return {each: found.get(fold(each), []) for each in names}


async def named(session: AsyncSession, tenant: str, name: str, field: str) -> Person:
    """The one who is called so; raises ``Problem`` for nobody, and for several."""
    found = await called(session, tenant, name)
    if len(found) != 1:
        code = "several-called" if found else "nobody-called"
        errors = [FieldError(field, "names nobody, or several")]
        raise Problem(409, code, "Nobody can be found", errors=errors)
    return found[0]


async def still_called(
    session: AsyncSession, tenant: str, person_id: UUID | None, name: str
) -> bool:
    """Whether a form that came with somebody's name says it still, whoever else is called so."""
    if person_id is None:
        return False
    return (await names_of(session, tenant, [person_id])).get(person_id) == name


async def chosen(
    session: AsyncSession, me: Me, form: Entered[N], today: date
) -> tuple[Entered[N], UUID | None]:
    """Who is meant; or None, and the form with everybody who might be.

    The office chooses among all, a carrier among its workers, others among who is called so.
    """
    name, person = str(form.typed.get("name") or ""), str(form.typed.get("person") or "")
    name = "" if "name" in form.errors else name
    exactly = await called(session, me.tenant, name) if form.value else ()
    if len(exactly) == 1:
        return replace(form, left_out=("person",)), exactly[0].person_id
    asked = form.value is not None or bool(person)
    choices = await _choices(session, me, name, exactly, today) if asked else []
    form = replace(form, offered={"person": choices}, left_out=() if choices else ("person",))
    if form.value is None:
        return form, None
    if person in dict(choices):
        return form, UUID(person)
    if choices:
        return form.refused("person", form.form.refusals["several-called"]), None
    return form.refused("name", form.form.refusals["nobody-called"]), None


async def _choices(
    session: AsyncSession, me: Me, name: str, exactly: Sequence[Person], today: date
) -> list[tuple[str, str]]:
    found = {each.person_id: f"{each.given_name} {each.family_name}" for each in exactly}
    words = [_VAGUE.sub("%", _escaped(each)) for each in name.split()]
    if me.role in (AccessRole.COORDINATOR, AccessRole.CARRIER) and words:
        query = select(Person.person_id, Person.given_name, Person.family_name).where(
            Person.tenant == me.tenant,
            Person.merged_into.is_(None),
            Person.person_id.not_in(guests()),
            *(
                (Person.given_name + " " + Person.family_name).ilike(f"%{e}%", escape="\\")
                for e in words
            ),
        )
        if me.role is AccessRole.CARRIER:
            query = query.where(Person.person_id.in_(_workers(me, today)))
        wanted = [shortest(each) for each in name.split()]
        for key, given, family in await session.execute(
            query.order_by(Person.family_name).limit(MANY)
        ):
            if all(each in shortest(f"{given} {family}") for each in wanted):
                found[key] = f"{given} {family}"
    keys = [*found][:SHOWN]
    employers = await _employers(session, me.tenant, keys, today)
    return [(str(key), ", ".join(filter(None, (found[key], employers.get(key))))) for key in keys]


def _workers(me: Me, today: date) -> Select[UUID]:
    return select(onboardings.c.worker_id).where(
        onboardings.c.tenant == me.tenant,
        onboardings.c.carrier_id == me.organization_id,
        onboardings.c.last_day.is_(None) | (onboardings.c.last_day >= today),
    )


async def _employers(
    session: AsyncSession, tenant: str, ids: Collection[UUID], today: date
) -> Mapping[UUID, str]:
    query = select(onboardings.c.worker_id, Organization.name).where(
        onboardings.c.tenant == tenant,
        onboardings.c.worker_id.in_(ids),
        onboardings.c.last_day.is_(None) | (onboardings.c.last_day >= today),
        Organization.tenant == tenant,
        Organization.organization_id == onboardings.c.carrier_id,
    )
    return {each.worker_id: each.name for each in await session.execute(query)}


async def names_of(session: AsyncSession, tenant: str, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """What people are called."""
    if not ids:
        return {}
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


def is_there(
    tenant: SQLColumnExpression[str], person_id: SQLColumnExpression[UUID], today: date
) -> ColumnElement[bool]:
    """Whether the directory has somebody, and they have not worked here and left."""
    here = (Person.tenant == tenant, Person.person_id == person_id)
    known = exists().where(*here, Person.merged_into.is_(None), Person.person_id.not_in(guests()))
    theirs = (onboardings.c.tenant == tenant, onboardings.c.worker_id == person_id)
    lasting = onboardings.c.last_day.is_(None) | (onboardings.c.last_day >= today)
    left = exists().where(*theirs, onboardings.c.last_day < today)
    return and_(known, or_(~left, exists().where(*theirs, lasting)))


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


async def survivors(session: AsyncSession, tenant: str, ids: Collection[UUID]) -> set[UUID]:
    """Those of them, and who they have become by being merged."""
    found, newest = set(ids), set(ids)
    while newest:
        mine = (Person.tenant == tenant, Person.person_id.in_(newest))
        into = await session.scalars(select(Person.merged_into).where(*mine))
        newest = {each for each in into if each} - found
        found = found | newest
    return found


def _escaped(text: str) -> str:
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, f"\\{sign}")
    return text
