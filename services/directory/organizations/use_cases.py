"""Changes and imports organizations, and keeps the people who act for them."""

import asyncio
from collections import Counter
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.hierarchy.values import has_no_such_part, leads_back
from services.directory.models import metadata
from services.directory.organizations import queries, rules
from services.directory.organizations.forms import OrganizationForm
from services.directory.organizations.models import (
    ActingPerson,
    Organization,
    contacts,
    organizations,
)
from services.directory.organizations.schemas import (
    ChangedOrganization,
    Counts,
    Dataset,
    OrganizationAnswer,
    OrganizationBody,
    Outcome,
    Registered,
)
from services.directory.organizations.values import (
    Import,
    Plan,
    Step,
    key_of,
    misplaced,
    school_errors,
    wholes_first,
)
from services.directory.people.use_cases import forget_people, save_people
from services.directory.people.values import names_of
from shared.context import Context
from shared.contracts.directory import OrganizationKind
from shared.database.lists import in_list
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
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
    await uow.session.flush()
    uow.announce(organization.as_record({}), me.cause)
    return organization


async def change(
    uow: UnitOfWork, me: Me, organization_id: UUID, given: OrganizationForm | ChangedOrganization
) -> Organization:
    """Store and announce; raises ``Problem``, or ``Overtaken`` if somebody was faster."""
    organization = await queries.organization(uow.session, me.tenant, organization_id)
    await _refuse_known(uow.session, me.tenant, given, organization_id)
    if given.part_of != organization.part_of or given.kind != organization.kind:
        await _refuse_misplaced(uow, me.tenant, given, organization_id)
    if given.kind != organization.kind and await _is_referred_to(uow.session, organization):
        raise _conflict("organization-in-use", "kind", "is what others rely on already")
    organization.update(given)
    await uow.session.flush()
    acting = await queries.acting(uow.session, me.tenant, [organization_id])
    by_role = {role: person.id for role, person in acting.get(organization_id, {}).items()}
    uow.announce(organization.as_record(by_role), me.cause)
    return organization


async def _refuse_known(
    session: AsyncSession,
    tenant: str,
    given: OrganizationForm | OrganizationBody,
    but: UUID | None = None,
) -> None:
    """Raise ``Problem`` for what is not consistent, or is there already under another id."""
    if errors := school_errors(given):
        raise Problem(422, "invalid-organization", "The organization is not valid", errors=errors)
    others = [each for each in await queries.alike(session, tenant, given) if each.id != but]
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
    await _lock_hierarchy(uow.session, tenant)
    found = (await queries.organizations_by_id(uow.session, tenant, [given.part_of])).values()
    reasons = ["there is no such organization in the municipality"] if not found else []
    reasons += ["has no parts of this kind" for e in found if has_no_such_part(e.kind, given.kind)]
    if reasons:
        errors = [FieldError("part_of", reasons[0])]
        raise Problem(422, "invalid-organization", "The organization is not valid", errors=errors)
    part_of = await queries.wholes(uow.session, tenant)
    if organization_id and leads_back(organization_id, given.part_of, part_of):
        raise _conflict("organization-cycle", "part_of", "is a part of this one itself")


async def lock(session: AsyncSession, tenant: str, organization_id: UUID) -> None:
    """What hangs on an organization is changed by one after the other."""
    mine = (organizations.c.tenant == tenant, organizations.c.id == organization_id)
    await session.execute(select(organizations.c.id).where(*mine).with_for_update())


async def _lock_hierarchy(session: AsyncSession, tenant: str) -> None:
    """Changes of what is part of what come one after the other: two at once could make a cycle."""
    first = select(organizations.c.id).where(organizations.c.tenant == tenant)
    await session.execute(first.order_by(organizations.c.id).limit(1).with_for_update())


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


async def plan(session: AsyncSession, given: Import) -> Plan:
    """What ``given`` would do now; a school of another municipality is refused in its row."""
    numbers = {each.school_number for each in given.organizations if each.school_number}
    known = await queries.known(session, given.municipality, numbers)
    given = given.without(rules.taken(given, known))
    given = given.without(misplaced(given, known))
    mine = [each.id for each in known if each.tenant == given.municipality]
    return rules.plan(given, known, await queries.acting(session, given.municipality, mine))


async def preview(here: Context, session: AsyncSession, me: Me, content: bytes) -> Plan:
    """What a school list would do now; raises ``Problem`` if it is none."""
    allowed = here.settings.mail_reserved_domains
    given = await asyncio.to_thread(rules.read_reachable, me.tenant, content, allowed)
    return await plan(session, given)


async def register(uow: UnitOfWork, dataset: Dataset) -> Registered:
    """As ``register_all``, for a dataset."""
    return await register_all(uow, rules.of_dataset(dataset))


async def register_all(uow: UnitOfWork, given: Import) -> Registered:
    """Store and announce what differs from what is known; the same again changes nothing.

    Raises ``Problem``, ``StaleDataError`` if somebody else changes the same
    at the same time, or ``IntegrityError`` if they add it.
    """
    wrong = given.without(rules.contradictions(given)).refused
    rules.refuse(rules.renamed(given, wrong))
    if any(each.part_of for each in given.organizations):
        await _lock_hierarchy(uow.session, given.municipality)
    planned = await plan(uow.session, given)
    taken = rules.renamed(given, planned.refused)
    rules.refuse([each for each in taken if each.field.endswith("part_of")])
    if taken:
        raise Problem(409, "school-number-taken", "A school number is taken", errors=taken)
    await carry_out(uow, planned, Cause(given.municipality, new_id()))
    return _answer(planned.steps)


async def carry_out(uow: UnitOfWork, planned: Plan, cause: Cause) -> None:
    """Store and announce what was planned in this transaction."""
    steps = planned.steps
    named = {key: names_of(each) for step in steps for key, each in step.acting.named.items()}
    ended = [
        answer.person_id
        for step in steps
        for answer in step.acting.answers
        if answer.outcome is Outcome.ENDED
    ]
    await save_people(uow, named, cause)
    await _save(uow, [each for each in steps if each.outcome is not Outcome.UNCHANGED], cause)
    await forget_people(uow, ended, cause)


async def _save(uow: UnitOfWork, steps: Sequence[Step], cause: Cause) -> None:
    steps = wholes_first(steps)
    stored = [_changed(step, cause.tenant) for step in steps]
    uow.session.add_all(stored)
    await uow.session.flush()
    those = delete(contacts).where(in_list(contacts.c.organization_id, "ids"))
    await uow.session.execute(those, {"ids": [each.id for each in steps if each.known]})
    rows = [
        row_of(ActingPerson)(organization_id=step.id, role=role.value, person_id=person_id)
        for step in steps
        for role, person_id in step.acting.contacts.items()
    ]
    await insert_rows(uow.session, contacts, rows)
    for organization, step in zip(stored, steps, strict=True):
        uow.announce(organization.as_record(step.acting.contacts), cause)


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


def _changed(step: Step, tenant: str) -> Organization:
    """The row as it is to be stored; its version grows even if only its contacts differ."""
    if step.known is None:
        return Organization(id=step.id, tenant=tenant, **step.state)
    for name, value in step.state.items():
        setattr(step.known, name, value)
    step.known.touch()
    return step.known


def _answer(steps: Sequence[Step]) -> Registered:
    counts = Counter(step.outcome for step in steps)
    acting = Counter(answer.outcome for step in steps for answer in step.acting.answers)
    return Registered(
        added=counts[Outcome.ADDED],
        changed=counts[Outcome.CHANGED],
        unchanged=counts[Outcome.UNCHANGED],
        contacts=Counts(**{outcome.value: count for outcome, count in acting.items()}),
        ids={step.state["school_number"] or step.state["name"]: step.id for step in steps},
        rows=[
            OrganizationAnswer(
                row=step.row,
                id=step.id,
                outcome=step.outcome,
                contacts=list(step.acting.answers),
            )
            for step in steps
        ],
    )
