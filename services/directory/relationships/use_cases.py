"""Adds, replaces, corrects, ends, removes and forgets relationships."""

from collections.abc import Collection
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from services.directory.organizations import queries as organizations
from services.directory.organizations.use_cases import lock
from services.directory.people.queries import written_to_at
from services.directory.people.use_cases import forget_people, save_people
from services.directory.people.values import Names
from services.directory.relationships import queries, rules
from services.directory.relationships.forms import CorrectionForm, EndForm, RelationshipForm
from services.directory.relationships.models import Relationship
from services.directory.relationships.schemas import ChangedRelationship, RelationshipBody
from services.directory.relationships.values import (
    ORGANIZATION,
    PERSON,
    Beginning,
    ends_of,
    key_of,
)
from services.directory.survivors.use_cases import hold_meant
from shared.clock import A_DAY, local_date
from shared.contracts.relationships import (
    RelationshipAdded,
    RelationshipEnded,
    RelationshipRecord,
)
from shared.database.tables import table_of
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.privacy.declared import Deletion
from shared.retention.chosen import is_over
from shared.retention.sparing import unheld
from shared.web.problem import FieldError, Problem
from shared.web.sessions.person import Me

FORGOTTEN_AT_ONCE = 200
_COMMON = ("valid_from", "last_day", "contact_order", "agreed_on", "reference")


async def add(uow: UnitOfWork, cause: Cause, given: RelationshipBody) -> Relationship:
    """Store and announce a new one, and the end of the one it replaces; raises ``Problem``."""
    row = await store(uow, cause, given)
    uow.announce(_added(row), cause)
    return row


async def store(uow: UnitOfWork, cause: Cause, given: RelationshipBody) -> Relationship:
    """As ``add``, for what has been there before anybody could tell: a state, and no event."""
    today = local_date(uow.now)
    rules.refuse(rules.days_errors(given.valid_from, given.last_day, today))
    rules.refuse(rules.agreement_errors(given.type, given.agreed_on, given.reference))
    given = await _with_who_is_meant(uow, cause.tenant, given)
    rules.refuse(await _end_errors(uow, cause.tenant, given))
    row = Relationship(tenant=cause.tenant, **given.model_dump(exclude={"last_day", "replaces"}))
    row.last_day = given.last_day
    if given.replaces:
        await _end_before(uow, cause, given.replaces, row)
    await _refuse_known(uow, row)
    uow.session.add(row)
    await uow.session.flush()
    uow.announce(row.as_record(), cause)
    return row


async def enter(
    uow: UnitOfWork, me: Me, beginning: Beginning, form: RelationshipForm
) -> Relationship:
    """Add what a form says; raises ``Problem`` about its fields."""
    other = form.other
    if beginning.takes_people:
        rules.refuse(rules.person_errors(other, form.person))
    there = key_of(other, ORGANIZATION)
    if not beginning.takes_people and there is None:
        rules.refuse([FieldError("other", "must be one of the list")])
    person = key_of(other, PERSON)
    if form.given_name and form.family_name and form.email:
        names = Names(given_name=form.given_name, family_name=form.family_name, email=form.email)
        person = await person_for(uow, me.cause, names)
    known = beginning.known
    given = RelationshipBody(
        type=beginning.type,
        from_organization_id=known if beginning.from_known else there,
        from_person_id=None if beginning.from_known else person,
        to_organization_id=there if beginning.from_known and there else known,
        replaces=beginning.replaced.id if beginning.replaced else None,
        **form.model_dump(include={*_COMMON}),
    )
    try:
        return await add(uow, me.cause, given)
    except Problem as problem:
        raise form.in_fields(problem) from None


async def person_for(uow: UnitOfWork, cause: Cause, names: Names) -> UUID:
    """Who is called this and written to there already, or somebody new."""
    address = names["email"].casefold()
    for each in await written_to_at(uow.session, cause.tenant, address):
        called = (each.given_name.casefold(), each.family_name.casefold())
        if called == (names["given_name"].casefold(), names["family_name"].casefold()):
            return each.id
    person_id = uuid4()
    await save_people(uow, {person_id: names}, cause)
    return person_id


async def change(
    uow: UnitOfWork,
    me: Me,
    relationship_id: UUID,
    given: CorrectionForm | EndForm | ChangedRelationship,
) -> Relationship:
    """Correct or end it; raises ``Problem``, or ``Overtaken`` if somebody was faster."""
    row = await queries.one(uow.session, me.tenant, relationship_id)
    first, before = row.valid_from, row.last_day
    row.update(given)
    rules.refuse(rules.days_errors(row.valid_from, row.last_day, local_date(uow.now)))
    rules.refuse(rules.agreement_errors(row.type, row.agreed_on, row.reference))
    if rules.reaches_further(row, first, before):  # two may lie over each other since a merge
        with uow.session.no_autoflush:
            await _refuse_known(uow, row)
    await _announce_change(uow, row, me.cause, ends=row.last_day != before)
    return row


async def remove(uow: UnitOfWork, me: Me, relationship_id: UUID) -> None:
    """It never was: nothing of it is kept, nor of a person whom nothing else names."""
    row = await queries.one(uow.session, me.tenant, relationship_id)
    people = [row.from_person_id] if row.from_person_id else []
    await _erase(uow, row, me.cause)
    await forget_people(uow, people, me.cause)


async def forget(uow: UnitOfWork) -> bool:
    """Those of people that ended years ago; returns whether there may be more."""
    table = table_of(Relationship)
    over = select(Relationship).where(
        await is_over(uow, Deletion.CONNECTIONS_OVER, table.c.valid_to, table.c.tenant),
        Relationship.from_person_id.is_not(None),
        await unheld(uow, table),
    )
    rows = (await uow.session.scalars(over.limit(FORGOTTEN_AT_ONCE))).all()
    named = [(row.tenant, row.from_person_id) for row in rows if row.from_person_id]
    for row in rows:
        await _erase(uow, row, Cause(row.tenant, new_id()))
    for tenant, person_id in named:
        await forget_people(uow, [person_id], Cause(tenant, new_id()))
    return len(rows) == FORGOTTEN_AT_ONCE


async def tell_again(uow: UnitOfWork, ids: Collection[UUID], cause: Cause) -> None:
    """Somebody else is in these now, or they are there no more: states, and no events."""
    mine = (Relationship.tenant == cause.tenant, Relationship.id.in_(ids))
    query = select(Relationship).where(*mine).execution_options(populate_existing=True)
    found = (await uow.session.scalars(query)).all() if ids else ()
    for row in found:
        uow.announce(row.as_record(), cause)
    for gone in set(ids) - {row.id for row in found}:
        uow.erase(RelationshipRecord, gone, cause)


async def _erase(uow: UnitOfWork, row: Relationship, cause: Cause) -> None:
    mine = (Relationship.tenant == row.tenant, Relationship.id == row.id)
    await uow.session.execute(delete(Relationship).where(*mine))
    uow.erase(RelationshipRecord, row.id, cause)


async def _end_errors(uow: UnitOfWork, tenant: str, given: RelationshipBody) -> list[FieldError]:
    """Ends that are not there, or cannot be the ends of this type."""
    ends, source = ends_of(given.type), given.from_organization_id
    if (source is None) == (given.from_person_id is None):
        reason = "one of from_organization_id and from_person_id"
        return [FieldError("from_organization_id", reason)]
    ids = [given.to_organization_id, *([source] if source else [])]
    found = await organizations.organizations_by_id(uow.session, tenant, ids)
    errors = []
    for name, key, kinds in (
        ("to_organization_id", given.to_organization_id, ends.targets),
        ("from_organization_id", source, ends.sources),
    ):
        if key is not None and key not in found:
            errors.append(FieldError(name, "there is no such organization in the municipality"))
        elif key is not None and found[key].kind not in kinds:
            errors.append(FieldError(name, "is not the end of such a relationship"))
    if given.from_person_id and not ends.people:
        errors.append(FieldError("from_person_id", "is not the end of such a relationship"))
    return errors


async def _with_who_is_meant(
    uow: UnitOfWork, tenant: str, given: RelationshipBody
) -> RelationshipBody:
    """Whoever stands for somebody who was merged; raises ``Problem`` for who is not there."""
    if given.from_person_id is None:
        return given
    meant = await hold_meant(uow, tenant, [given.from_person_id])
    if given.from_person_id not in meant:
        reason = "there is no such person in the municipality"
        rules.refuse([FieldError("from_person_id", reason)])
    return given.model_copy(update={"from_person_id": meant[given.from_person_id]})


async def _end_before(uow: UnitOfWork, cause: Cause, replaced: UUID, row: Relationship) -> None:
    """Let ``row`` follow the one it replaces, which ends the day before."""
    before = await queries.one(uow.session, cause.tenant, replaced)
    if (before.type, before.to_organization_id) != (row.type, row.to_organization_id):
        raise Problem(404, "relationship-not-found", "There is no such relationship")
    rules.refuse(rules.replacement_errors(before, row.valid_from))
    before.last_day = row.valid_from - A_DAY
    await _announce_change(uow, before, cause, ends=True)


async def _refuse_known(uow: UnitOfWork, row: Relationship) -> None:
    """Raise ``Problem`` if the same holds twice on some day."""
    await lock(uow.session, row.tenant, row.to_organization_id)
    if rules.overlaps(row, await queries.alike(uow.session, row)):
        errors = [FieldError("valid_from", "holds at that time already")]
        raise Problem(409, "relationship-known", "This is known already", errors=errors)


async def _announce_change(uow: UnitOfWork, row: Relationship, cause: Cause, *, ends: bool) -> None:
    await uow.session.flush()
    uow.announce(row.as_record(), cause)
    if ends and row.last_day is not None:
        uow.announce(
            RelationshipEnded(
                relationship_id=row.id,
                type=row.type,
                to_organization_id=row.to_organization_id,
                last_day=row.last_day,
            ),
            cause,
        )


def _added(row: Relationship) -> RelationshipAdded:
    return RelationshipAdded(
        relationship_id=row.id,
        type=row.type,
        from_organization_id=row.from_organization_id,
        from_person_id=row.from_person_id,
        to_organization_id=row.to_organization_id,
        valid_from=row.valid_from,
        last_day=row.last_day,
    )


async def let_go_of(uow: UnitOfWork, persons: Collection[UUID], cause: Cause) -> int:
    """They are there for nobody any more, nor were they; returns in how many ways they were."""
    theirs = (Relationship.tenant == cause.tenant, Relationship.from_person_id.in_(persons))
    gone = delete(Relationship).where(*theirs).returning(Relationship.id)
    ids = (await uow.session.scalars(gone)).all()
    for each in ids:
        uow.erase(RelationshipRecord, each, cause)
    return len(ids)
