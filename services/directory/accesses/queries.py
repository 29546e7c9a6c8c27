"""Who is meant by the ids of entries, as far as the municipality knows them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.access.queries import carriers_of
from services.directory.accesses.values import Entry, Told, said, thing_of
from services.directory.accounts.queries import grants_of_people
from services.directory.organizations.queries import names_of_organizations
from services.directory.people import queries as people
from shared.contracts.accounts import AccessRole
from shared.contracts.services import TITLES
from shared.contracts.words import word
from shared.web.audit import PROGRAM
from shared.web.sessions.person import Me

MAX_PEOPLE = 50


@dataclass(frozen=True)
class Known:
    """Names of people, and for whom actors act, by role and municipality."""

    names: Mapping[UUID, str]
    organizations: Mapping[tuple[str, str, str], str]


async def people_meant(session: AsyncSession, me: Me, text: str) -> Sequence[UUID]:
    """Those whose name is looked for, and all for whom they stand; the first of many."""
    found = await people.people_named(session, me.tenant, text, (), MAX_PEOPLE)
    return await with_merged(session, me, [each.id for each in found])


async def with_merged(session: AsyncSession, me: Me, ids: Sequence[UUID]) -> Sequence[UUID]:
    """These people of the municipality, and all for whom they stand."""
    here = await people.people_by_id(session, me.tenant, ids)
    merged = await people.standing_for(session, me.tenant, [*here])
    return [*here, *(each for those in merged.values() for each in those)]


async def described(session: AsyncSession, me: Me, told: Sequence[Told]) -> list[Entry]:
    """For people: names of those of one's own municipality, and what the others are."""
    known = await _known(session, me, told)
    return [_entry(each, known) for each in told]


async def _known(session: AsyncSession, me: Me, told: Sequence[Told]) -> Known:
    ids = {found for each in told for found in _ids(each.access.actor, each.access.object_id)}
    rows = await people.people_by_id(session, me.tenant, ids)
    names = {key: f"{row.given_name} {row.family_name}" for key, row in rows.items()}
    return Known(names, await organizations(session, told))


async def organizations(
    session: AsyncSession, told: Sequence[Told]
) -> dict[tuple[str, str, str], str]:
    """For whom each actor acts, by actor, role and municipality."""
    found = await _of_people(session, told) | await _of_programs(session, told)
    tenants = {tenant for _, _, tenant in found}
    names = await names_of_organizations(session, found.values(), tenants)
    return {key: names[each] for key, each in found.items() if each in names}


async def _of_people(
    session: AsyncSession, told: Sequence[Told]
) -> dict[tuple[str, str, str], UUID]:
    actors = {id_ for each in told for id_ in _ids(each.access.actor)}
    grants = await grants_of_people(session, actors)
    return {
        (str(person), each.role.value, each.municipality): each.organization_id
        for person, held in grants.items()
        for each in held
        if each.organization_id is not None
    }


async def _of_programs(
    session: AsyncSession, told: Sequence[Told]
) -> dict[tuple[str, str, str], UUID]:
    programs: dict[str, set[str]] = {}
    for each in told:
        if each.access.role == PROGRAM:
            programs.setdefault(each.access.tenant, set()).add(each.access.actor)
    return {
        (client, PROGRAM, tenant): carrier
        for tenant, clients in programs.items()
        for client, carrier in (await carriers_of(session, tenant, clients)).items()
    }


def _entry(told: Told, known: Known) -> Entry:
    access = told.access
    actor = next(_ids(access.actor), None)
    of = next(_ids(access.object_id), None)
    thing = thing_of(access.action, access.object_kind)
    return Entry(
        at=access.at,
        who=known.names.get(actor, "") if actor else "",
        role=role_of(told, known.organizations),
        what=said(access.action, access.object_kind),
        service=TITLES[told.service],
        of=access.object_id,
        about=(known.names.get(of, "") if of else "") or thing,
        actor_id=actor if actor in known.names else None,
    )


def role_of(told: Told, of: Mapping[tuple[str, str, str], str]) -> str:
    """In which role somebody acted, and for whom."""
    access = told.access
    role = "Programm" if access.role == PROGRAM else word(AccessRole, AccessRole(access.role))
    organization = of.get((access.actor, access.role, access.tenant))
    return f"{role}, {organization}" if organization else role


def _ids(*texts: str) -> Iterator[UUID]:
    for text in texts:
        try:
            yield UUID(text)
        except ValueError:
            continue


def joined(ids: Collection[UUID]) -> str:
    """As services are asked."""
    return ",".join(str(each) for each in ids)
