"""Adds and changes organizations, and stores what lists of them say."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.coordination.use_cases import note_hours
from services.directory.hierarchy.queries import wholes
from services.directory.hierarchy.values import has_no_such_part, leads_back, levels_above
from services.directory.models import metadata
from services.directory.organizations import queries
from services.directory.organizations.forms import OrganizationForm
from services.directory.organizations.models import (
    ActingPerson,
    Organization,
    contacts,
    organizations,
)
from services.directory.organizations.schemas import ChangedOrganization, OrganizationBody
from services.directory.organizations.values import Wanted, errors_of_kind, key_of
from shared.contracts.directory import OrganizationKind, Role
from shared.database.lists import in_list
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import FieldError, Problem
from shared.web.sessions.person import Me


async def add(uow: UnitOfWork, me: Me, given: OrganizationForm | OrganizationBody) -> Organization:
    """Store and announce a new one; raises ``Problem``."""
    await _refuse_known(uow.session, me.tenant, given)
    await _refuse_misplaced(uow, me.tenant, given)
    organization = Organization(tenant=me.tenant, **given.model_dump(exclude={"version"}))
    uow.session.add(organization)
    await announce(uow, organization, me.cause)
    return organization


async def change(
    uow: UnitOfWork, me: Me, organization_id: UUID, given: OrganizationForm | ChangedOrganization
) -> Organization:
    """Store and announce; raises ``Problem``, or ``Overtaken`` if somebody was faster."""
    organization = await queries.organization(uow.session, me.tenant, organization_id)
    await _refuse_known(uow.session, me.tenant, given, organization)
    _refuse_opening(organization, given)
    if given.part_of != organization.part_of or given.kind != organization.kind:
        await _refuse_misplaced(uow, me.tenant, given, organization_id)
    if given.kind != organization.kind and await _is_referred_to(uow.session, organization):
        raise _conflict("organization-in-use", "kind", "is what others rely on already")
    organization.update(given)
    await announce(uow, organization, me.cause)
    return organization


async def announce(uow: UnitOfWork, organization: Organization, cause: Cause) -> None:
    """Tell others what it has become, and who acts for it."""
    await uow.session.flush()
    await _keep_hours(uow, [organization])
    found = await queries.acting(uow.session, cause.tenant, [organization.id])
    by_role = {role: person.id for role, person in found.get(organization.id, {}).items()}
    uow.announce(organization.as_record(by_role), cause)


async def _refuse_known(
    session: AsyncSession,
    tenant: str,
    given: OrganizationForm | OrganizationBody,
    but: Organization | None = None,
) -> None:
    """Raise ``Problem`` for what is not consistent, or is there already under another id."""
    errors = errors_of_kind(given)
    if but is not None and but.former_number:
        errors = [each for each in errors if each.field != "school_number"]
    if errors:
        raise Problem(422, "invalid-organization", "The organization is not valid", errors=errors)
    others = [each for each in await queries.alike(session, tenant, given) if each is not but]
    if given.school_number and given.school_number in {each.school_number for each in others}:
        raise _conflict("school-number-taken", "school_number", "belongs to another school")
    if key_of(given) in {key_of(each) for each in others if each.tenant == tenant}:
        single = given.kind is OrganizationKind.MUNICIPALITY
        raise _conflict("organization-known", "kind" if single else "name", "is there already")


async def _refuse_misplaced(
    uow: UnitOfWork,
    tenant: str,
    given: OrganizationForm | OrganizationBody,
    organization_id: UUID | None = None,
) -> None:
    """Raise ``Problem`` for what cannot be a part of that, or what would be a part of itself."""
    if given.part_of is None:
        return
    await lock_hierarchy(uow.session, tenant)
    found = (await queries.organizations_by_id(uow.session, tenant, [given.part_of])).values()
    reasons = ["there is no such organization in the municipality"] if not found else []
    reasons += ["has no parts of this kind" for e in found if has_no_such_part(e.kind, given.kind)]
    if reasons:
        errors = [FieldError("part_of", reasons[0])]
        raise Problem(422, "invalid-organization", "The organization is not valid", errors=errors)
    part_of = await wholes(uow.session, tenant)
    if organization_id and leads_back(organization_id, given.part_of, part_of):
        raise _conflict("organization-cycle", "part_of", "is a part of this one itself")


async def lock(session: AsyncSession, tenant: str, organization_id: UUID) -> None:
    """What hangs on an organization is changed by one after the other."""
    mine = (organizations.c.tenant == tenant, organizations.c.id == organization_id)
    await session.execute(select(organizations.c.id).where(*mine).with_for_update())


async def lock_hierarchy(session: AsyncSession, tenant: str) -> None:
    """Changes of what is part of what come one after the other: two at once could make a cycle."""
    first = select(organizations.c.id).where(organizations.c.tenant == tenant)
    await session.execute(first.order_by(organizations.c.id).limit(1).with_for_update())


async def _keep_hours(uow: UnitOfWork, stored: Sequence[Organization]) -> None:
    for each in stored:
        if each.kind == OrganizationKind.MUNICIPALITY:
            await note_hours(uow, each.tenant, each.coordination_hours)


def _refuse_opening(
    organization: Organization, given: OrganizationForm | ChangedOrganization
) -> None:
    """Raise ``Problem`` for what would open after it has closed."""
    opens = given.valid_from if isinstance(given, OrganizationForm) else None
    if opens and organization.valid_to and opens >= organization.valid_to:
        errors = [FieldError("valid_from", "must lie before the last day")]
        raise Problem(422, "invalid-organization", "The organization is not valid", errors=errors)


def _conflict(code: str, field: str, reason: str) -> Problem:
    title = "Conflicts with what is already known"
    return Problem(409, code, title, errors=[FieldError(field, reason)])


async def _is_referred_to(session: AsyncSession, organization: Organization) -> bool:
    """Whether anything but a contact names the organization."""
    keys = [
        key.parent
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.column is organizations.c.id and table is not contacts
    ]
    found = [
        exists().where(key == organization.id, key.table.c.tenant == organization.tenant)
        for key in keys
    ]
    return any((await session.execute(select(*found))).one())


async def save(uow: UnitOfWork, wanted: Sequence[Wanted], cause: Cause) -> None:
    """Store and announce each with who acts for it; what is known was read in this transaction."""
    wanted = _wholes_first(wanted)
    stored = [_changed(each, cause.tenant) for each in wanted]
    uow.session.add_all(stored)
    await uow.session.flush()
    await _keep_hours(uow, stored)
    those = delete(contacts).where(in_list(contacts.c.organization_id, "ids"))
    await uow.session.execute(those, {"ids": [each.id for each in wanted if each.known]})
    rows = [
        row_of(ActingPerson)(organization_id=each.id, role=role.value, person_id=person_id)
        for each in wanted
        for role, person_id in each.contacts.items()
    ]
    await insert_rows(uow.session, contacts, rows)
    for organization, each in zip(stored, wanted, strict=True):
        uow.announce(organization.as_record(each.contacts), cause)


def _wholes_first(wanted: Sequence[Wanted]) -> list[Wanted]:
    """In an order in which what is new is there before its parts are."""
    part_of = {each.id: each.state["part_of"] for each in wanted}
    return sorted(wanted, key=lambda each: levels_above(each.id, part_of))


def _changed(wanted: Wanted, tenant: str) -> Organization:
    """The row as it is to be stored; its version grows even if only its contacts differ."""
    organization = wanted.known
    if organization is None:
        return Organization(id=wanted.id, tenant=tenant, **wanted.state)
    assert isinstance(organization, Organization)  # as ``queries.known`` returns it
    for name, value in wanted.state.items():
        setattr(organization, name, value)
    organization.touch()
    return organization


async def announce_acting(
    uow: UnitOfWork, organization_id: UUID, acting: Mapping[Role, UUID], cause: Cause
) -> None:
    """Tell others that these act for it, wherever they belong; here they are no contacts."""
    organization = await queries.organization(uow.session, cause.tenant, organization_id)
    organization.touch()
    await uow.session.flush()
    uow.announce(organization.as_record(acting), cause)


async def announce_again(uow: UnitOfWork, ids: Collection[UUID], cause: Cause) -> None:
    """Somebody else acts for these organizations now."""
    mine = (Organization.tenant == cause.tenant, Organization.id.in_(ids))
    found = (await uow.session.scalars(select(Organization).where(*mine))).all() if ids else ()
    for organization in found:
        organization.touch()
    await uow.session.flush()
    acting = await queries.acting(uow.session, cause.tenant, ids) if found else {}
    for each in found:
        by_role = {role: person.id for role, person in acting.get(each.id, {}).items()}
        uow.announce(each.as_record(by_role), cause)


async def unname(uow: UnitOfWork, persons: Collection[UUID], cause: Cause) -> int:
    """They act for no organization any more; returns for how many they did."""
    theirs = contacts.c.person_id.in_(persons)
    gone = delete(contacts).where(theirs).returning(contacts.c.organization_id)
    ids = (await uow.session.scalars(gone)).all()
    await announce_again(uow, list(dict.fromkeys(ids)), cause)
    return len(ids)
