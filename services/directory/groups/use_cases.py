"""Keeps groups, and whom the office puts into them; announces that there are such."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.documents.use_cases import remove_all
from services.directory.documents.values import Of, OwnerKind
from services.directory.groups import queries, rules
from services.directory.groups.forms import GroupForm
from services.directory.groups.models import Group, GroupPick, picks
from services.directory.groups.values import Pick, Rule
from services.directory.organizations.queries import organizations_by_id
from services.directory.people.queries import people_by_id, survivor_of
from shared.contracts.directory import OrganizationKind
from shared.contracts.groups import GroupRecord
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import FieldError
from shared.web.sessions.person import Me

_NARROWING = ("school_type", "schools", "carrier_id", "hours_from", "hours_to")
_NO_ORGANIZATION = "there is no such organization in the municipality"


async def add(uow: UnitOfWork, me: Me, given: GroupForm) -> Group:
    """Store and announce a new one; raises ``Problem``."""
    return await store(uow, me.cause, given)


async def store(uow: UnitOfWork, cause: Cause, given: GroupForm) -> Group:
    """The same for whoever is no person."""
    await _refuse(uow.session, cause.tenant, given)
    row = Group(tenant=cause.tenant, id=new_id(), **given.model_dump(exclude={"version"}))
    uow.session.add(row)
    await _announce(uow, row, cause)
    return row


async def change(uow: UnitOfWork, me: Me, group_id: UUID, given: GroupForm) -> Group:
    """Store and announce it; raises ``Problem``, or ``Overtaken`` if somebody was faster."""
    row = await queries.one(uow.session, me.tenant, group_id)
    await _refuse(uow.session, me.tenant, given)
    row.update(given)
    await _announce(uow, row, me.cause)
    return row


async def put_in(uow: UnitOfWork, cause: Cause, group_id: UUID, given: Collection[Pick]) -> None:
    """By hand; who is in it already stays so. Raises ``Problem``."""
    row = await queries.one(uow.session, cause.tenant, group_id)
    given = await _as_survivors(uow.session, cause.tenant, given)
    await _refuse_unknown(uow.session, cause.tenant, given)
    rows = [
        row_of(GroupPick)(
            id=new_id(),
            tenant=cause.tenant,
            group_id=group_id,
            person_id=each.person_id,
            organization_id=each.organization_id,
            role=each.role,
        )
        for each in given
    ]
    await insert_rows(uow.session, picks, rows, ignore_conflicts=True)
    row.touch()
    await _announce(uow, row, cause)


async def put_instead(uow: UnitOfWork, me: Me, group_id: UUID, given: Collection[Pick]) -> None:
    """Only these are in it by hand from now on; raises ``Problem``."""
    given = await _as_survivors(uow.session, me.tenant, given)
    known = (await queries.picks_of(uow.session, me.tenant, [group_id])).get(group_id, [])
    kept = {Pick(each.person_id, each.organization_id, each.role): each.id for each in known}
    gone = [key for each, key in kept.items() if each not in given]
    await _take(uow, me.tenant, gone)
    if gone or any(each not in kept for each in given):
        await put_in(uow, me.cause, group_id, given)


async def take_out(uow: UnitOfWork, me: Me, group_id: UUID, pick_id: UUID) -> None:
    """Nobody is in it because of this any more; raises ``Problem``."""
    row = await queries.one(uow.session, me.tenant, group_id)
    mine = (picks.c.tenant == me.tenant, picks.c.group_id == group_id, picks.c.id == pick_id)
    if await uow.session.scalar(select(picks.c.id).where(*mine)):
        await _take(uow, me.tenant, [pick_id])
        row.touch()
        await _announce(uow, row, me.cause)


async def remove(uow: UnitOfWork, me: Me, group_id: UUID) -> None:
    """With its documents; the people in it stay as they are. Raises ``Problem``."""
    row = await queries.one(uow.session, me.tenant, group_id)
    mine = (picks.c.tenant == me.tenant, picks.c.group_id == group_id)
    await remove_all(uow, me, Of(OwnerKind.GROUP, group_id))
    await uow.session.execute(delete(picks).where(*mine))
    await uow.session.delete(row)
    uow.erase(GroupRecord, group_id, me.cause)


async def _take(uow: UnitOfWork, tenant: str, ids: Iterable[UUID]) -> None:
    theirs = (picks.c.tenant == tenant, picks.c.id.in_(ids))
    await uow.session.execute(delete(picks).where(*theirs))


async def _announce(uow: UnitOfWork, row: Group, cause: Cause) -> None:
    await uow.session.flush()
    uow.announce(row.as_record(), cause)


async def _refuse(session: AsyncSession, tenant: str, given: GroupForm) -> None:
    narrowing = given.model_dump(include={*_NARROWING})
    rule = Rule(who=given.who, **narrowing) if given.who else None
    rules.refuse(rules.errors_of(narrowing, rule))
    named = {*given.schools, *([given.carrier_id] if given.carrier_id else [])}
    known = await organizations_by_id(session, tenant, named)
    errors = []
    schools = [known.get(each) for each in given.schools]
    if any(each is None or each.kind != OrganizationKind.SCHOOL for each in schools):
        errors.append(FieldError("schools", "names a school that is not of the municipality"))
    elif given.school_type and schools:
        types = {each.school_type for each in schools if each is not None}
        if given.school_type not in types:
            errors.append(FieldError("schools", "none of these schools is of this type"))
    carrier = known.get(given.carrier_id) if given.carrier_id else None
    if given.carrier_id and (carrier is None or carrier.kind != OrganizationKind.CARRIER):
        errors.append(FieldError("carrier_id", "names no carrier of the municipality"))
    rules.refuse(errors)


async def _as_survivors(
    session: AsyncSession, tenant: str, given: Collection[Pick]
) -> Collection[Pick]:
    """Who was merged is meant as whoever stands for them."""
    found = []
    for each in given:
        survivor = each.person_id and await survivor_of(session, tenant, each.person_id)
        found.append(each._replace(person_id=survivor or each.person_id))
    return found


async def _refuse_unknown(session: AsyncSession, tenant: str, given: Collection[Pick]) -> None:
    people = {each.person_id for each in given if each.person_id}
    places = {each.organization_id for each in given if each.organization_id}
    errors = []
    if people - set(await people_by_id(session, tenant, people)):
        reason = "there is no such person in the municipality"
        errors.append(FieldError("person_id", reason))
    if places - set(await organizations_by_id(session, tenant, places)):
        errors.append(FieldError("organization_id", _NO_ORGANIZATION))
    rules.refuse(errors)
