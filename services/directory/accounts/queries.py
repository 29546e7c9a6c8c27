"""What is read of accounts."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts.forms import AccountSearch
from services.directory.accounts.models import AccessGrant, SignInAddress
from services.directory.accounts.rules import is_own_last, may_change_address, reach
from services.directory.accounts.values import Account, Held, folded
from services.directory.organizations.queries import (
    municipalities,
    named_in,
    names_of_organizations,
)
from services.directory.people.queries import (
    PEOPLE,
    PEOPLE_IN_ORDER,
    PERSON_ID,
    STANDS_ALONE,
    belongs_to,
    names_of,
    people_called,
    people_of,
)
from services.directory.people.values import Person
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.directory import OrganizationKind
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, Shown, attribute, described, paginate
from shared.database.reach import crossing
from shared.messaging.event import EVERYONE
from shared.web.problem import Problem
from shared.web.sessions.display import Display, short
from shared.web.sessions.person import Me

COLUMNS = (
    Shown("family_name", "Name", lambda each: f"{each.family_name}, {each.given_name}"),
    attribute("address", "Adresse zum Anmelden"),
    Shown("roles", "Rollen", lambda each: "; ".join(role.text for role in each.roles)),
)


async def grants_of(session: AsyncSession, person_id: UUID) -> Sequence[Grant]:
    """Everything a person may do, in a fixed order."""
    return (await grants_of_people(session, [person_id])).get(person_id, [])


async def grants_of_people(
    session: AsyncSession, people: Collection[UUID]
) -> dict[UUID, list[Grant]]:
    """Everything that each of them may do, in a fixed order."""
    those = in_list(AccessGrant.person_id.expression, "people")
    query = crossing(select(AccessGrant).where(those)).order_by(
        AccessGrant.tenant, AccessGrant.role, AccessGrant.id
    )
    found: dict[UUID, list[Grant]] = {}
    for row in await session.scalars(query, {"people": list(people)}):
        grant = Grant(
            role=AccessRole(row.role),
            municipality=row.tenant,
            organization_id=row.organization_id,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        found.setdefault(row.person_id, []).append(grant)
    return found


async def page_of(
    session: AsyncSession, me: Me, search: AccountSearch, wanted: KeysetRequest
) -> Page[Account]:
    """The accounts that ``me`` keeps, by family name; those that lost their last role, too."""
    tenant = reach(me)
    query = _kept_by(tenant, all_here=await _all_here(session, tenant))
    if search.text:
        query = query.where(
            or_(PERSON_ID.in_(people_called(search.text)), _signs_in_at(search.text))
        )
    if search.role:
        holders = select(AccessGrant.person_id).where(AccessGrant.role == search.role)
        query = query.where(PERSON_ID.in_(holders.where(_given_in(tenant))))
    found = await paginate(session, query, wanted, by=PEOPLE_IN_ORDER, columns=COLUMNS)
    return await described(session, found, partial(_accounts, me))


async def account(session: AsyncSession, me: Me, person_id: UUID) -> Account:
    """One of those that ``me`` keeps, with the roles they may see; raises ``Problem``."""
    query = _kept_by(reach(me)).where(PERSON_ID.in_([person_id]))
    person = (await session.scalars(query)).one_or_none()
    if person is None:
        raise Problem(404, "account-not-found", "There is no such account")
    return (await _accounts(me, session, [person]))[0]


async def held_by(
    session: AsyncSession, ids: Collection[UUID], tenant: str | None = None
) -> Mapping[UUID, Sequence[Held]]:
    """Roles by person; only those in the municipality ``tenant``, if it is given.

    Those in all municipalities name theirs, where they name no organization.
    """
    query = (
        select(AccessGrant)
        .where(in_list(AccessGrant.person_id.expression, "ids"), _given_in(tenant))
        .order_by(AccessGrant.tenant, AccessGrant.role, AccessGrant.id)
    )
    if tenant is None:
        query = crossing(query)
    found: defaultdict[UUID, list[Held]] = defaultdict(list)
    grants = (await session.scalars(query, {"ids": list(ids)})).all()
    ids = {each.organization_id for each in grants if each.organization_id}
    tenants = {each.tenant for each in grants}
    named = await names_of_organizations(session, ids, tenants)
    places = await municipalities(session, tenants - {EVERYONE}) if tenant is None else {}
    for grant in grants:
        name = named.get(grant.organization_id) if grant.organization_id else None
        where = (grant.organization_id, name or places.get(grant.tenant))
        days = (grant.valid_from, grant.valid_to)
        held = Held(grant.id, AccessRole(grant.role), grant.tenant, *where, *days)
        found[grant.person_id].append(held)
    return found


async def role_to_take(session: AsyncSession, me: Me, person_id: UUID, grant_id: UUID) -> Held:
    """A role that ``me`` may take away; raises ``Problem``."""
    theirs = (await held_by(session, [person_id], reach(me))).get(person_id, [])
    held = next((each for each in theirs if each.id == grant_id), None)
    if held is None or (held.role is AccessRole.OPERATOR and me.role is not AccessRole.OPERATOR):
        raise Problem(404, "role-not-found", "There is no such role")
    if is_own_last(me, person_id, held, theirs):
        raise Problem(409, "own-last-role", "Nobody takes away their own last role of this kind")
    return held


async def person_at(session: AsyncSession, address: str) -> UUID | None:
    """Whose address for signing in it is; ``address`` is folded."""
    query = select(SignInAddress.person_id).where(SignInAddress.address == address)
    return (await session.execute(query)).scalar()


async def people_and_addresses(
    session: AsyncSession, ids: Collection[UUID]
) -> set[tuple[UUID, str]]:
    """The addresses for signing in of these people."""
    query = select(SignInAddress.person_id, SignInAddress.address)
    theirs = query.where(in_list(SignInAddress.person_id.expression, "ids"))
    return {(row[0], row[1]) for row in await session.execute(theirs, {"ids": list(ids)})}


async def addresses_of(
    session: AsyncSession, ids: Collection[UUID]
) -> Mapping[UUID, SignInAddress]:
    """Where they sign in, by person."""
    query = select(SignInAddress).where(in_list(SignInAddress.person_id.expression, "ids"))
    rows = await session.scalars(query.order_by(SignInAddress.address), {"ids": list(ids)})
    return {each.person_id: each for each in rows}


async def name_of(session: AsyncSession, person_id: UUID) -> str:
    """What the person is called; raises ``KeyError``."""
    return (await names_of(session, [person_id]))[person_id]


async def display_of(session: AsyncSession, person_id: UUID) -> Display:
    """How headers call the person, and whom they act for; raises ``KeyError``."""
    given = await grants_of(session, person_id)
    mine = {each.organization_id for each in given if each.organization_id is not None}
    rows = await named_in(session, mine, {each.municipality for each in given})
    return Display(
        name=await name_of(session, person_id),
        municipalities={
            row.tenant: row.name for row in rows if row.kind == OrganizationKind.MUNICIPALITY
        },
        organizations={short(row.id): row.name for row in rows if row.id in mine},
    )


def holds(tenant: str, role: AccessRole | None, today: date) -> ColumnElement[bool]:
    """Whether a row of ``people`` has a role in the municipality that day; this one, if named."""
    grant = AccessGrant.__table__.c
    query = select(grant.person_id).where(
        grant.person_id == PERSON_ID,
        grant.tenant == tenant,
        or_(grant.valid_from.is_(None), grant.valid_from <= today),
        or_(grant.valid_to.is_(None), grant.valid_to >= today),
    )
    return (query if role is None else query.where(grant.role == role)).exists()


def _kept_by(tenant: str | None, *, all_here: bool = False) -> Select[Any]:
    """People with a role there, and those who belong there and have an address to sign in.

    Who has a role there may belong elsewhere, unless ``all_here``. Each person is looked at in
    turn, so that a page of a list is done after a page of people, whoever else there is. Who was
    merged keeps an address that rests, and no account.
    """
    granted = select(AccessGrant.id).where(_given_in(tenant), AccessGrant.person_id == PERSON_ID)
    addressed = select(SignInAddress.address).where(SignInAddress.person_id == PERSON_ID)
    first = (each.limit(1).scalar_subquery() for each in (granted, addressed))
    query = PEOPLE.where(or_(*(each.is_not(None) for each in first)), STANDS_ALONE)
    if tenant is None:
        return crossing(query)
    if all_here:
        return crossing(query.where(belongs_to(tenant)))
    holders = select(AccessGrant.person_id).where(_given_in(tenant))
    return crossing(query.where(PERSON_ID.in_(people_of(tenant).union(holders))))


async def _all_here(session: AsyncSession, tenant: str | None) -> bool:
    """Whether everybody with a role in the municipality belongs to it."""
    if tenant is None:
        return False
    elsewhere = select(AccessGrant.id).where(
        _given_in(tenant),
        select(PERSON_ID)
        .where(AccessGrant.person_id == PERSON_ID, ~belongs_to(tenant))
        .limit(1)
        .scalar_subquery()
        .is_not(None),
    )
    return (await session.execute(crossing(elsewhere.limit(1)))).first() is None


def _given_in(tenant: str | None) -> ColumnElement[bool]:
    return AccessGrant.tenant.is_not(None) if tenant is None else AccessGrant.tenant == tenant


def _signs_in_at(text: str) -> ColumnElement[bool]:
    part = folded(text)
    if not part:
        return false()
    at = SignInAddress.address.contains(part, autoescape=True)
    return PERSON_ID.in_(select(SignInAddress.person_id).where(at))


async def _accounts(me: Me, session: AsyncSession, persons: Sequence[Person]) -> list[Account]:
    ids = [each.id for each in persons]
    held = await held_by(session, ids, reach(me))
    signs_in = await addresses_of(session, ids)
    return [
        Account(
            id=each.id,
            given_name=each.given_name,
            family_name=each.family_name,
            address=signs_in[each.id].address if each.id in signs_in else None,
            verified_at=signs_in[each.id].verified_at if each.id in signs_in else None,
            roles=held.get(each.id, []),
        )
        for each in persons
    ]


async def own_or_of_less(session: AsyncSession, me: Me, person_id: UUID) -> Account:
    """When somebody works is no other office's to know; raises ``Problem``."""
    if person_id == me.person_id:
        return await account(session, me, person_id)
    return await with_changeable_address(session, me, person_id)


async def with_changeable_address(session: AsyncSession, me: Me, person_id: UUID) -> Account:
    """Whoever may do more than ``me``, or elsewhere, is not theirs to send codes of; raises."""
    found = await account(session, me, person_id)
    held = (await held_by(session, [person_id])).get(person_id, [])
    if not may_change_address(me, held):
        raise Problem(403, "may-do-more", "They may do more than you, or elsewhere")
    return found
