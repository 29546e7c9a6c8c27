"""What is known about people, organizations, tasks and employments."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Table,
    Text,
    case,
    cast,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.recipients.models import (
    employments,
    organizations,
    people,
    placements,
    templates,
)
from services.notifications.recipients.rules import (
    employment_in,
    organization_in,
    person_in,
    serve_as,
)
from services.notifications.texts.queries import texts_in, with_texts
from services.notifications.values import (
    Directory,
    Edited,
    Employment,
    Letter,
    Notice,
    Organization,
    Owed,
    Person,
    Waiting,
)
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import OrganizationKind
from shared.database.lists import in_list
from shared.database.reach import crossing
from shared.messaging.event import EVERYONE, SANDBOX

_earlier = employments.alias("earlier")
_HAD_ONE_BEFORE = exists().where(
    _earlier.c.tenant == employments.c.tenant,
    _earlier.c.worker_id == employments.c.worker_id,
    _earlier.c.start_date < employments.c.start_date,
    or_(_earlier.c.last_day.is_(None), _earlier.c.last_day >= _earlier.c.start_date),
)
"""One that began at all: the end of a cancelled one lies before its start."""

Day = date | ColumnElement[date]
NAMES = select(people.c.person_id, people.c.given_name, people.c.family_name).subquery()
"""What people are called, for lists of others."""
PLACES = select(organizations).subquery()
"""Organizations with their contacts, for statements of others."""


async def addressed(session: AsyncSession, person_id: UUID, address: str) -> Person:
    """Somebody of any municipality, with this address; nameless where no copy has come yet."""
    query = select(people.c.given_name, people.c.family_name)
    mine = crossing(query.where(people.c.person_id == person_id))
    given, family = (await session.execute(mine)).one_or_none() or ("", "")
    return Person(person_id, given, family, address)


async def is_known(session: AsyncSession, person_id: UUID) -> bool:
    """Not of somebody who was erased."""
    mine = select(people).where(people.c.person_id == person_id)
    return (await session.execute(mine)).first() is not None


async def reachable_at(
    session: AsyncSession, tenant: str, addresses: Collection[str]
) -> Sequence[Person]:
    """A municipality's people with one of these addresses, in small letters; by name."""
    mine = (people.c.tenant == tenant, func.lower(people.c.email).in_(addresses))
    order = (people.c.family_name, people.c.given_name, people.c.person_id)
    return [*map(person_in, await session.execute(select(people).where(*mine).order_by(*order)))]


async def in_use(session: AsyncSession, addresses: Collection[str]) -> set[str]:
    """Those of these addresses, in small letters, at which somebody can be reached."""
    address = func.lower(people.c.email)
    found = select(address).where(address.in_(addresses)).distinct()
    return {*(await session.execute(found)).scalars()}


async def person_of(session: AsyncSession, tenant: str, person_id: UUID) -> Person:
    """One of a municipality; raises ``NoResultFound``."""
    mine = select(people).where(people.c.tenant == tenant, people.c.person_id == person_id)
    return person_in((await session.execute(mine)).one())


async def at_work(
    session: AsyncSession, tenant: str, day: date, ids: Collection[UUID] = ()
) -> set[UUID]:
    """Those, or those of these, who have an employment there that has begun and not ended."""
    ended = employments.c.last_day < day
    mine = (employments.c.tenant == tenant, employments.c.start_date <= day)
    query = select(employments.c.worker_id).where(*mine, ended.is_not(True))
    if ids:
        query = query.where(employments.c.worker_id.in_(ids))
    return {*(await session.execute(query)).scalars()}


async def contacts_serving(
    session: AsyncSession, tenant: str, roles: Collection[AccessRole]
) -> set[UUID]:
    """Contacts of the municipality's organizations who would sign in as one of these."""
    query = select(organizations.c.contacts).where(organizations.c.tenant == tenant)
    return {person for each in await session.scalars(query) for person in serve_as(each, roles)}


async def without_address(session: AsyncSession, ids: Collection[UUID]) -> int:
    """How many of these no mail can be sent to."""
    query = select(func.count()).where(in_list(people.c.person_id, "ids"), people.c.email != "")
    return len(ids) - (await session.execute(query, {"ids": list(ids)})).scalar_one()


async def municipality_name(session: AsyncSession, tenant: str) -> str:
    """Empty where it is not known, or where it is nobody's in particular."""
    kind = OrganizationKind.MUNICIPALITY.value
    mine = (organizations.c.tenant == tenant, organizations.c.kind == kind)
    return (await session.execute(select(organizations.c.name).where(*mine))).scalar() or ""


async def organization_name(session: AsyncSession, tenant: str, key: UUID) -> str:
    """Empty where no copy has come."""
    mine = (organizations.c.tenant == tenant, organizations.c.organization_id == key)
    return (await session.execute(select(organizations.c.name).where(*mine))).scalar() or ""


async def carriers_of(session: AsyncSession, tenant: str) -> dict[UUID, str]:
    """What the municipality's carriers are called, by name."""
    kind = OrganizationKind.CARRIER.value
    mine = (organizations.c.tenant == tenant, organizations.c.kind == kind)
    query = select(organizations.c.organization_id, organizations.c.name).where(*mine)
    rows = await session.execute(query.order_by(organizations.c.name))
    return {row.organization_id: row.name for row in rows}


async def known(session: AsyncSession, waiting: Collection[Waiting]) -> set[UUID]:
    """Those of the absent copies that have arrived meanwhile."""
    found: set[UUID] = set()
    for table in (people, organizations, templates, employments):
        absent = {
            (each.owed.tenant, each.reason.waits_for)
            for each in waiting
            if each.reason.absent == table.name
        }
        anywhere = {each.owed.person_id for each in waiting if isinstance(each.owed, Notice)}
        if absent:
            key = table.primary_key.columns.values()[0]
            mine = select(table.c.tenant, key).where(key.in_([each for _, each in absent]))
            found.update(
                each
                for tenant, each in await session.execute(mine)
                if tenant == EVERYONE or (tenant, each) in absent or each in anywhere
            )
    return found


async def naming(
    session: AsyncSession, tenant: str, people_ids: Collection[UUID]
) -> Mapping[str, Sequence[Organization]]:
    """By municipality: the organizations for which one of these people acts.

    Of a municipality for which one does, all of it; without ``tenant`` only of such ones.
    """
    listed, kind = cast(organizations.c.contacts, Text), OrganizationKind.MUNICIPALITY
    named = or_(*(listed.contains(str(each)) for each in people_ids))
    query = select(organizations).where(organizations.c.tenant == tenant, named)
    if not tenant:
        query = crossing(select(organizations).where(organizations.c.kind == kind.value, named))
    found: defaultdict[str, list[Organization]] = defaultdict(list)
    for row in await session.execute(query):
        found[row.tenant].append(organization_in(row))
    if whole := [each for each, mine in found.items() if any(one.kind is kind for one in mine)]:
        rows = await session.execute(select(organizations).where(organizations.c.tenant.in_(whole)))
        found |= {each: [] for each in whole}
        for row in rows:
            found[row.tenant].append(organization_in(row))
    return found


async def read_directory(session: AsyncSession, tenant: str, owed: Sequence[Owed]) -> Directory:
    """Everything these messages of one municipality may need, in at most five statements."""
    letters = [each for each in owed if isinstance(each, Letter)]
    jobs = {letter.employment_id for letter in letters}.union(*(each.cover for each in letters))
    employed = await _employments(session, tenant, jobs)
    workers = {letter.worker_id for letter in letters}
    workers |= {each.worker_id for each in employed.values()}
    template_ids = {
        UUID(letter.payload["template_id"]) for letter in letters if "template_id" in letter.payload
    }
    titles = {
        row.template_id: {task["code"]: task["title"] for task in row.tasks}
        for row in await _rows(session, templates, templates.c.template_id, template_ids, tenant)
    }
    places = {letter.organization_id for letter in letters if letter.organization_id is not None}
    for one in employed.values():
        places.update((one.carrier_id, *chain(*one.timeline.values())))
    kinds = {str(each.kind) for each in owed}
    found, municipality, texts = await _organizations(session, tenant, places, kinds)
    wanted = workers.union(*(each.contacts.values() for each in found.values()))
    if municipality is not None:
        wanted.update(municipality.contacts.values())
    persons = {
        row.person_id: person_in(row)
        for row in await _rows(session, people, people.c.person_id, wanted, tenant)
    }
    if told := {each.person_id for each in owed if isinstance(each, Notice)}:
        persons |= await _anywhere(session, told)
    return Directory(persons, found, employed, titles, municipality, tenant == SANDBOX, texts=texts)


async def _anywhere(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Person]:
    """Of any municipality; without those to whom nothing can be sent."""
    rows = await session.execute(crossing(select(people).where(people.c.person_id.in_(ids))))
    return {row.person_id: person_in(row) for row in rows if row.email}


def employment_goes_on(employment_id: ColumnElement[UUID], today: Day) -> ColumnElement[bool]:
    """Whether the employment of a row is known, and its last day is not over."""
    over = employments.c.last_day < today
    return exists().where(employments.c.employment_id == employment_id, over.is_not(True))


async def departed(
    session: AsyncSession, ids: Collection[UUID], today: date, tenant: str = ""
) -> set[UUID]:
    """Those of these people who had an employment, anywhere or there, and have none any more."""
    worker = employments.c.worker_id
    here = [employments.c.tenant == tenant] if tenant else []
    ended = func.max(case((employments.c.last_day < today, 0), else_=1)) == 0
    query = select(worker).where(worker.in_(ids), *here).group_by(worker).having(ended)
    return {*(await session.execute(query)).scalars()}


async def _employments(
    session: AsyncSession, tenant: str, ids: Collection[UUID]
) -> dict[UUID, Employment]:
    """Each with its timeline of schools, in one statement."""
    statement = (
        select(
            employments,
            placements.c.valid_from,
            placements.c.school_ids.label("changed"),
            _HAD_ONE_BEFORE.label("again"),
        )
        .outerjoin(placements, placements.c.employment_id == employments.c.employment_id)
        .where(employments.c.tenant == tenant, employments.c.employment_id.in_(ids))
    )
    found: dict[UUID, Employment] = {}
    timelines: defaultdict[UUID, dict[date, Sequence[UUID]]] = defaultdict(dict)
    for row in await session.execute(statement):
        timeline = timelines[row.employment_id]
        timeline.setdefault(row.start_date, [UUID(each) for each in row.school_ids])
        if row.valid_from is not None:
            timeline[row.valid_from] = [UUID(each) for each in row.changed]
        found[row.employment_id] = employment_in(row, timeline)
    return found


async def _organizations(
    session: AsyncSession, tenant: str, ids: Collection[UUID], kinds: Collection[str]
) -> tuple[dict[UUID, Organization], Organization | None, Mapping[str, Edited]]:
    """With what its office has written of mails of these kinds, beside the municipality."""
    key, kind = organizations.c.organization_id, OrganizationKind.MUNICIPALITY
    municipality = organizations.c.kind == kind.value
    query = with_texts(select(organizations), municipality, tenant, kinds).order_by(key)
    mine = (organizations.c.tenant == tenant, or_(key.in_(ids), municipality))
    rows = (await session.execute(query.where(*mine))).all()
    found = {row.organization_id: organization_in(row) for row in rows}
    return found, next((each for each in found.values() if each.kind is kind), None), texts_in(rows)


async def _rows(
    session: AsyncSession, table: Table, key: Column[Any], ids: Collection[UUID], tenant: str
) -> Sequence[Any]:
    """Whoever tries something out in the sandbox belongs to another municipality."""
    if not ids:
        return []
    statement = select(table).where(key.in_(ids))
    if tenant != SANDBOX:
        statement = statement.where(table.c.tenant.in_((tenant, EVERYONE)))
    return (await session.execute(statement)).all()
