"""Gives and takes roles and addresses, and tells every service."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, delete, insert, select

from services.directory.accounts import queries, rules
from services.directory.accounts.forms import Invitation, RoleForm
from services.directory.accounts.models import AccessGrant, SignInAddress
from services.directory.accounts.queries import grants_of, person_at
from services.directory.accounts.schemas import NewAccount, NewGrant
from services.directory.accounts.values import Giver, Leaving, folded
from services.directory.notices.use_cases import tell, welcome
from services.directory.organizations.queries import kind_and_tenant
from services.directory.people.queries import written_to_at
from services.directory.people.use_cases import lock_people, lock_person, save_people
from services.directory.people.values import Names
from services.directory.rules import refuse_unreachable
from shared.contracts.accounts import AccessRecord, AccessRole, Grant, SecurityNotice
from shared.database.lists import in_list
from shared.database.search import fold
from shared.database.tables import row_of, table_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.json import Json
from shared.messaging.event import EVERYONE, Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.settings import Settings
from shared.web.problem import FieldError, Problem
from shared.web.sessions.models import access
from shared.web.sessions.person import Me


async def invite(uow: UnitOfWork, person: Names, given: Sequence[Grant]) -> bool:
    """Let somebody sign in by a code sent to ``person["email"]``, and act in these roles.

    Whoever signs in with the address already is that person. Returns whether anything is new.
    """
    cause = Cause(given[0].municipality, new_id())
    known = await person_at(uow.session, folded(person["email"]))
    person_id = known or new_id()
    if known is None:
        await save_people(uow, {person_id: person}, cause)
        await add_address(uow, person_id, person["email"])
    return await give(uow, person_id, given, cause)


async def invite_new(
    uow: UnitOfWork, me: Me, settings: Settings, municipality: str, given: Invitation | NewAccount
) -> UUID:
    """Let somebody sign in who could not before; raises ``Problem``.

    Who is written to there already under the same name is that person.
    """
    refuse_unreachable({"address": given.address}, settings)
    grant = await _grant(uow, me, municipality, given)
    person_id = await _person_for(uow, me, municipality, given)
    cause = Cause(municipality, new_id())
    if person_id is None:
        person_id = new_id()
        names = Names(
            given_name=given.given_name, family_name=given.family_name, email=given.address
        )
        await save_people(uow, {person_id: names}, cause)
    if not await add_address(uow, person_id, given.address):
        raise _refused("address-shared", "belongs to somebody else")
    await give(uow, person_id, [grant], cause)
    await welcome(uow, me, person_id, grant.role, municipality, grant.organization_id)
    return person_id


async def already_known(
    uow: UnitOfWork, me: Me, settings: Settings, municipality: str, given: Invitation
) -> bool:
    """Whether ``invite_new`` would take them for somebody we know; raises ``Problem`` as well."""
    refuse_unreachable({"address": given.address}, settings)
    await _grant(uow, me, municipality, given)
    return await _person_for(uow, me, municipality, given) is not None


async def give_role(
    uow: UnitOfWork, me: Me, municipality: str, person_id: UUID, given: RoleForm | NewGrant
) -> None:
    """One more role for somebody whose account ``me`` keeps; raises ``Problem``."""
    await lock_people(uow, [person_id])
    await queries.account(uow.session, me, person_id)
    grant = await _grant(uow, me, municipality, given)
    held = (await queries.held_by(uow.session, [person_id])).get(person_id, [])
    same = (grant.role, grant.municipality, grant.organization_id)
    if same in {(each.role, each.municipality, each.organization_id) for each in held}:
        errors = [FieldError("role", "is theirs already")]
        raise Problem(409, "role-known", "They have this role already", errors=errors)
    await give(uow, person_id, [grant], Cause(grant.municipality, new_id()))


async def take_role(uow: UnitOfWork, me: Me, person_id: UUID, grant_id: UUID) -> None:
    """One role less, or the last one, after which they are out everywhere; raises ``Problem``."""
    await lock_person(uow, person_id)
    held = await queries.role_to_take(uow.session, me, person_id, grant_id)
    await take(uow, person_id, held.id, Cause(held.municipality, new_id()))


async def change_address(
    uow: UnitOfWork, me: Me, settings: Settings, person_id: UUID, address: str
) -> None:
    """Codes go elsewhere from now on; nobody is signed out. Raises ``Problem``."""
    refuse_unreachable({"address": address}, settings)
    await lock_people(uow, [person_id])
    await queries.with_changeable_address(uow.session, me, person_id)
    owner = await person_at(uow.session, folded(address))
    if owner not in (None, person_id):
        raise await _taken(uow, me, owner)
    if owner is None:
        await tell(uow, person_id, SecurityNotice.ADDRESS_REPLACED)
        await uow.session.execute(delete(SignInAddress).filter_by(person_id=person_id))
        await add_address(uow, person_id, address)
        await tell(uow, person_id, SecurityNotice.ADDRESS_ADDED)


async def give(uow: UnitOfWork, person_id: UUID, given: Sequence[Grant], cause: Cause) -> bool:
    """Add the roles that the person has not yet; returns whether there was one."""
    await lock_person(uow, person_id)
    known = set(await grants_of(uow.session, person_id))
    fresh = [each for each in given if each not in known]
    uow.session.add_all(
        AccessGrant(
            person_id=person_id,
            tenant=each.municipality,
            **each.model_dump(exclude={"municipality"}),
        )
        for each in fresh
    )
    if fresh:
        await announce(uow, {person_id: cause})
    return bool(fresh)


async def take(uow: UnitOfWork, person_id: UUID, grant_id: UUID, cause: Cause) -> None:
    """Remove a role of the municipality that ``cause`` names, if it is there."""
    await lock_person(uow, person_id)
    mine = (AccessGrant.id == grant_id, AccessGrant.person_id == person_id)
    theirs = delete(AccessGrant).where(*mine, AccessGrant.tenant == cause.tenant)
    await uow.session.execute(theirs)
    await announce(uow, {person_id: cause})


async def let_work(uow: UnitOfWork, person_id: UUID, until: date | None, cause: Cause) -> bool:
    """A worker may sign in, until the end of this day; returns whether that is new."""
    await lock_person(uow, person_id)
    known = (await uow.session.scalars(_work(person_id, cause.tenant))).all()
    if [each.valid_to for each in known] == [until]:
        return False
    for each in known:
        await uow.session.delete(each)
    await uow.session.flush()
    grant = Grant(role=AccessRole.WORKER, municipality=cause.tenant, valid_to=until)
    return await give(uow, person_id, [grant], cause)


async def stop_work(uow: UnitOfWork, person_id: UUID, cause: Cause) -> None:
    """A worker is out at once in every service; what else they may do stays."""
    await lock_person(uow, person_id)
    for each in (await uow.session.scalars(_work(person_id, cause.tenant))).all():
        await uow.session.delete(each)
    await announce(uow, {person_id: cause})


async def leave_all(uow: UnitOfWork, tenant: str, leaving: Sequence[Leaving]) -> None:
    """Let what people may do end with their employments, or later, where that has changed.

    That is what they may do as workers of the municipality, and for the carrier they leave; any
    other role has nothing to do with it. They are locked; who leaves twice does so in this order.
    """
    theirs = select(AccessGrant).where(
        AccessGrant.tenant == tenant, in_list(AccessGrant.person_id.expression, "people")
    )
    people = {each.person_id for each in leaving}
    grants: dict[UUID, list[AccessGrant]] = {}
    for grant in (await uow.session.scalars(theirs, {"people": people})).all():
        grants.setdefault(grant.person_id, []).append(grant)
    changed: dict[UUID, Cause] = {}
    for each in leaving:
        for grant in grants.get(each.person_id, ()):
            valid_to = rules.ends_with(grant, each)
            if grant.valid_to != valid_to:
                grant.valid_to = valid_to
                changed[each.person_id] = each.cause
    await announce(uow, changed)


def _work(person_id: UUID, tenant: str) -> Select[AccessGrant]:
    """The roles by which a worker signs in."""
    return select(AccessGrant).where(
        AccessGrant.person_id == person_id,
        AccessGrant.tenant == tenant,
        AccessGrant.role == AccessRole.WORKER,
    )


async def announce(uow: UnitOfWork, causes: Mapping[UUID, Cause]) -> None:
    """Bring records, and our own copies of them, to what the grants say; the people are locked."""
    if not causes:
        return
    await uow.session.flush()
    people = {"people": list(causes)}
    grants = await queries.grants_of_people(uow.session, causes)
    those = in_list(access.c.person_id, "people")
    known = await uow.session.execute(select(access).where(those), people)
    before = {row.person_id: row.version for row in known}
    held = {key: tuple(each) for key, each in grants.items()}
    records = [
        AccessRecord(person_id=key, version=before.get(key, 0) + 1, grants=held.get(key, ()))
        for key in causes
    ]
    await uow.session.execute(delete(access).where(those), people)
    await uow.session.execute(insert(access), [_copy(each) for each in records])
    for each in records:
        uow.announce(each, causes[each.person_id])


def _copy(record: AccessRecord) -> Json:
    given = record.model_dump(mode="json")["grants"]
    return {"person_id": record.person_id, "version": record.version, "grants": given}


async def add_address(uow: UnitOfWork, person_id: UUID, address: str) -> bool:
    """Whether codes may be sent to it now; not if it is another person's."""
    row = row_of(SignInAddress)(address=folded(address), person_id=person_id, verified_at=None)
    await insert_rows(uow.session, table_of(SignInAddress), [row], ignore_conflicts=True)
    owner = await uow.session.get(SignInAddress, folded(address))
    return owner is not None and owner.person_id == person_id


async def reach_at(uow: UnitOfWork, me: Giver, person_id: UUID, address: str) -> bool:
    """Whether codes reach somebody: where they sign in already, else at this address.

    It becomes theirs only if ``me`` could change it, for one signs in as them with it.
    """
    await lock_person(uow, person_id)
    if await queries.addresses_of(uow.session, [person_id]):
        return True
    held = (await queries.held_by(uow.session, [person_id])).get(person_id, [])
    return rules.may_bring_address(me, held) and await add_address(uow, person_id, address)


async def verified(uow: UnitOfWork, address: str) -> None:
    """Somebody has read what was sent to it."""
    known = await uow.session.get(SignInAddress, address)
    if known is not None and known.verified_at is None:
        known.verified_at = uow.now


async def _grant(uow: UnitOfWork, me: Me, municipality: str, given: RoleForm | NewGrant) -> Grant:
    """As it is stored; operators are ones everywhere. Raises ``Problem``."""
    kind, tenant = await kind_and_tenant(uow.session, given.organization_id)
    rules.refuse_unfit(me, given, kind if tenant == municipality else None)
    return Grant(
        role=given.role,
        municipality=EVERYONE if given.role is AccessRole.OPERATOR else municipality,
        organization_id=given.organization_id,
        valid_from=given.valid_from,
        valid_to=given.valid_to,
    )


async def _person_for(
    uow: UnitOfWork, me: Me, municipality: str, given: Invitation | NewAccount
) -> UUID | None:
    """Whom we know already and who has no account; raises ``Problem`` if it is not theirs alone."""
    address, name = folded(given.address), fold(f"{given.given_name} {given.family_name}")
    owner = await person_at(uow.session, address)
    if owner is not None:
        raise await _taken(uow, me, owner, name)
    known = await written_to_at(uow.session, municipality, address)
    if any(fold(f"{each.given_name} {each.family_name}") != name for each in known):
        raise _refused("address-shared", "belongs to somebody else")
    ids = [each.id for each in known]
    if ids and await queries.addresses_of(uow.session, ids):
        raise _refused("account-known", "has an account already")
    return ids[0] if ids else None


async def _taken(uow: UnitOfWork, me: Me, owner: UUID, name: str = "") -> Problem:
    """Why the address is refused, as far as ``me`` may know whose it is."""
    try:
        account = await queries.account(uow.session, me, owner)
    except Problem:
        return _refused("address-elsewhere", "belongs to an account elsewhere")
    if fold(account.name) == name:
        return _refused("account-known", "has an account already")
    return _refused("address-shared", "belongs to somebody else")


def _refused(code: str, reason: str) -> Problem:
    title = "Nobody else signs in with this address"
    return Problem(409, code, title, errors=[FieldError("address", reason)])
