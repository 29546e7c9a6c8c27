"""What is read of accounts at the provider."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts.queries import grants_of, people_and_addresses, person_at
from services.directory.accounts.values import folded
from services.directory.employments.queries import known_by_number, of_workers
from services.directory.employments.values import State, state_of
from services.directory.factors.queries import set_up_of
from services.directory.identities.models import (
    Arrival,
    Identity,
    UnmatchedSignIn,
    identities,
    unmatched,
)
from services.directory.identities.rules import (
    ARRIVAL_KEPT,
    goes_by_number,
    may_assign,
    sees_all,
)
from services.directory.identities.values import Candidate, LinkedBy, Stranger
from services.directory.oidc.values import RolesGiven
from services.directory.organizations.queries import kind_and_tenant
from services.directory.organizations.queries import municipalities as called
from services.directory.people.queries import people_anywhere, people_named, people_of
from services.directory.scim.queries import with_number
from services.directory.values import digest_of
from shared.context import Context
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import OrganizationKind
from shared.contracts.words import word
from shared.database.paging import KeysetRequest, Page, attribute, paginate
from shared.web.problem import Problem
from shared.web.sessions.person import Me
from shared.web.tokens import ApiClient

FOUND_AT_MOST = 20
NOTICES = {
    RolesGiven.MISSING: "Der Anmeldedienst nennt keine Rollen.",
    RolesGiven.OVERAGE: "Der Anmeldedienst kann die Rollen nicht nennen: Es sind zu viele Gruppen.",
    RolesGiven.UNREADABLE: "Der Anmeldedienst nennt die Rollen auf eine Weise, die Knotenpunkt"
    " nicht versteht.",
}


@dataclass(frozen=True, slots=True)
class Known:
    """An account and whose it is, as the office sees it."""

    id: UUID
    name: str
    linked_by: LinkedBy
    address: str
    """Empty unless the provider knows another than we do."""
    roles: str


COLUMNS = (
    attribute("name", "Person"),
    attribute("linked_by", "Zugeordnet"),
    attribute("address", "Abweichende Adresse"),
    attribute("roles", "Vorschlag"),
)
_COUNTED = select(func.count()).select_from(UnmatchedSignIn)
ASKED_NOBODY = _COUNTED.where(UnmatchedSignIn.municipality.is_(None))
"""How many have asked no office."""
ASKED_HERE = _COUNTED.where(UnmatchedSignIn.municipality == bindparam("tenant"))
"""How many the office of ``tenant`` has to assign."""


async def waiting(session: AsyncSession, me: Me, wanted: KeysetRequest) -> Page[UnmatchedSignIn]:
    """The accounts that are nobody's and that ``me`` may assign, the oldest first."""
    query = select(UnmatchedSignIn).where(_asked(me))
    return await paginate(
        session, query, wanted, by=(UnmatchedSignIn.first_seen, UnmatchedSignIn.id)
    )


async def one_waiting(session: AsyncSession, me: Me, key: UUID) -> UnmatchedSignIn:
    """One of them; raises ``NoResultFound``."""
    query = select(UnmatchedSignIn).where(UnmatchedSignIn.id == key, _asked(me))
    return (await session.scalars(query)).one()


async def linked(session: AsyncSession, me: Me, wanted: KeysetRequest) -> Page[Known]:
    """The accounts of the people whom ``me`` keeps, by the account's id."""
    query = select(Identity).where(_theirs(me))
    found = await paginate(session, query, wanted, by=(Identity.id,), columns=COLUMNS)

    async def fetch(session: AsyncSession, wanted: KeysetRequest) -> Page[Known]:
        return await _with_names(session, await found.fetch(session, wanted))

    return replace(await _with_names(session, found), fetch=fetch)


async def one_linked(session: AsyncSession, me: Me, key: UUID) -> tuple[Identity, Candidate]:
    """One of them and whose it is; raises ``NoResultFound``, or ``Problem`` as ``candidate``."""
    found = await _linked(session, me, key)
    person, mine = await _person(session, me, found.person_id)
    return found, _given_by(person, mine=mine)


async def holder(session: AsyncSession, me: Me, key: UUID) -> tuple[Candidate, bool]:
    """Whose it is, and whether ``me`` may take it from them; raises ``NoResultFound``."""
    return await _person(session, me, (await _linked(session, me, key)).person_id)


async def _with_names(session: AsyncSession, page: Page[Identity]) -> Page[Known]:
    ids = [each.person_id for each in page.items]
    named, addresses = await people_anywhere(session, ids), await people_and_addresses(session, ids)
    rows = []
    for each in page.items:
        person, address = named[each.person_id], each.address or ""
        known = (each.person_id, folded(address)) in addresses or folded(person.email) == folded(
            address
        )
        name = f"{person.family_name}, {person.given_name}"
        rows.append(Known(each.id, name, each.linked_by, "" if known else address, roles_of(each)))
    kept = {each.name: getattr(page, each.name) for each in fields(page)}
    return Page(**(kept | {"items": rows}))


def roles_of(identity: Identity) -> str:
    """What the provider suggests, or why it suggests nothing; nobody gains a role by it."""
    if identity.roles_given is None:
        return ""
    given = RolesGiven(identity.roles_given)
    if given is not RolesGiven.LISTED:
        return NOTICES[given]
    ours = {str(role) for role in AccessRole}
    known = [word(AccessRole, name) for name in identity.roles if name in ours]
    unknown = [f"„{name}“ (unbekannt)" for name in identity.roles if name not in ours]
    return ", ".join(known + unknown) or "keine Rolle"


async def candidates(session: AsyncSession, me: Me, text: str) -> Sequence[Candidate]:
    """People by the beginning of a name or by their whole address, whom ``me`` may take."""
    if not text:
        return []
    whole = await person_at(session, folded(text))
    also = [whole] if whole else []
    found = await people_named(session, _home(me), text, also, FOUND_AT_MOST)
    return [
        Candidate(each.id, f"{each.given_name} {each.family_name}", each.email)
        for each in found
        if may_assign(me, each.tenant, await grants_of(session, each.id))
    ]


async def candidate(session: AsyncSession, me: Me, person_id: UUID) -> Candidate:
    """One of them; raises ``Problem`` where ``me`` may not give an account to this person.

    Nor to somebody who was merged: they may do nothing any more.
    """
    person, mine = await _person(session, me, person_id)
    row = (await people_anywhere(session, [person_id]))[person_id]
    if row.merged_into is not None:
        raise Problem(404, "not-found", "There is no such person")
    return _given_by(person, mine=mine)


async def find_arrival(session: AsyncSession, here: Context, secret: str) -> Arrival | None:
    """What this browser brought from the provider, if it is not too old."""
    recent = Arrival.begun_at > here.clock.now() - ARRIVAL_KEPT
    query = select(Arrival).where(Arrival.secret_sha256 == digest_of(secret), recent)
    return (await session.scalars(query)).one_or_none()


async def stranger(here: Context, secret: str) -> Stranger | None:
    """Who waits in this browser to be known; None if nobody does."""
    async with here.database.reading() as session:
        found = await find_arrival(session, here, secret)
        if found is None:
            return None
        asked = select(unmatched.c.municipality).where(
            unmatched.c.issuer == found.issuer, unmatched.c.subject == found.subject
        )
        return Stranger(found.shown_name, (await session.execute(asked)).scalar())


async def municipalities(here: Context) -> list[tuple[str, str]]:
    """Key and name of each that is served here."""
    keys = here.settings.municipalities
    async with here.database.reading() as session:
        names = await called(session, keys)
    return sorted(((key, names[key]) for key in keys), key=lambda each: each[1])


async def people_with_sub(session: AsyncSession, issuer: str, sub: str) -> Sequence[UUID]:
    """Whom a logout token calls so."""
    query = select(identities.c.person_id)
    mine = query.where(identities.c.issuer == issuer, identities.c.sub == sub)
    return (await session.scalars(mine)).all()


async def _linked(session: AsyncSession, me: Me, key: UUID) -> Identity:
    query = select(Identity).where(Identity.id == key, _theirs(me))
    return (await session.scalars(query)).one()


async def _person(session: AsyncSession, me: Me, person_id: UUID) -> tuple[Candidate, bool]:
    """And whether all that they may do is ``me``'s to give."""
    found = (await people_anywhere(session, [person_id])).get(person_id)
    if found is None:
        raise Problem(404, "not-found", "There is no such person")
    mine = may_assign(me, found.tenant, await grants_of(session, person_id))
    return Candidate(found.id, f"{found.given_name} {found.family_name}", found.email), mine


def _given_by(person: Candidate, *, mine: bool) -> Candidate:
    if not mine:
        raise Problem(403, "forbidden", "The person has roles that are not yours to give")
    return person


def _asked(me: Me) -> ColumnElement[bool]:
    return true() if sees_all(me) else UnmatchedSignIn.municipality == me.tenant


def _home(me: Me) -> str | None:
    """Whose people ``me`` may find; None for those of all municipalities."""
    return None if sees_all(me) else me.tenant


def _theirs(me: Me) -> ColumnElement[bool]:
    return true() if sees_all(me) else Identity.person_id.in_(people_of(me.tenant))


async def carrier_of_numbers(session: AsyncSession, here: Context) -> ApiClient | None:
    """The carrier whose personnel numbers the provider names, if there is one."""
    carrier_id = here.settings.oidc_personnel_carrier
    kind, tenant = await kind_and_tenant(session, carrier_id) if carrier_id else (None, None)
    if carrier_id is None or tenant is None or kind is not OrganizationKind.CARRIER:
        return None
    return ApiClient("", tenant, carrier_id)


async def numbered(
    session: AsyncSession, carrier: ApiClient, number: str, today: date
) -> UUID | None:
    """Who works there under a number; None unless that is one person whom it may say to be."""
    user = await with_number(session, carrier, number)
    if user is not None and (user.active is False or user.deleted_at is not None):
        return None
    key = carrier.organization_id, number
    hired = (await known_by_number(session, [key])).get(key, [])
    found = {each.worker_id for each in hired if not each.cancelled}
    found |= {user.person_id} if user and user.person_id else set()
    if len(found) != 1:
        return None
    [person_id] = found
    works = (await of_workers(session, carrier, found)).get(person_id, [])
    held = await grants_of(session, person_id)
    fit = (
        any(state_of(each, today) in (State.CURRENT, State.COMING) for each in works)
        and goes_by_number(carrier.tenant, carrier.organization_id, held)
        and (await people_anywhere(session, found))[person_id].merged_into is None
        and not (await set_up_of(session, person_id)).is_any
    )
    return person_id if fit else None


async def has_account(session: AsyncSession, issuer: str, person_id: UUID) -> bool:
    """Whether an account of this provider is theirs."""
    theirs = select(identities.c.id).where(
        identities.c.issuer == issuer, identities.c.person_id == person_id
    )
    return (await session.execute(theirs.limit(1))).first() is not None
