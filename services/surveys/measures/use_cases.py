"""Gives measures to people, hears what they say, and reminds them."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.forms import ReplyForm
from services.surveys.measures import queries, rules
from services.surveys.measures.forms import MeasureForm
from services.surveys.measures.models import Measure
from services.surveys.measures.values import MeasureState, OriginKind
from services.surveys.people import queries as people
from services.surveys.values import Reply
from shared.clock import local_date
from shared.contracts.measures import (
    MeasureAssigned,
    MeasureDue,
    MeasureOwnerRecord,
    MeasureSettled,
)
from shared.contracts.privacy import SurveysWish
from shared.database.tables import table_of
from shared.database.versions import Overtaken
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.privacy.declared import Deletion
from shared.reminding import is_daytime, is_near
from shared.retention.chosen import is_over
from shared.retention.sparing import unheld
from shared.web.kit.below import Above
from shared.web.sessions.person import Me

BATCH = 200
Find = Callable[[AsyncSession, str, UUID], Awaitable[Above]]
_SETTLED = {Reply.DONE: MeasureState.DONE, Reply.IMPOSSIBLE: MeasureState.IMPOSSIBLE}


async def add(
    kind: OriginKind, find: Find, uow: UnitOfWork, me: Me, origin_id: UUID, given: MeasureForm
) -> Measure:
    """Whoever takes it learns of it; raises ``Problem``, ``NoResultFound``."""
    source = await find(uow.session, me.tenant, origin_id)
    row = Measure(tenant=me.tenant, id=new_id(), origin_kind=kind, origin_id=source.id)
    row.origin_title = source.title
    await _write(uow, me, row, given)
    uow.session.add(row)
    return row


async def change(uow: UnitOfWork, me: Me, measure_id: UUID, given: MeasureForm) -> None:
    """Whoever it goes to learns of it; raises ``Problem``, ``Overtaken``."""
    row = await queries.one(uow.session, me.tenant, measure_id)
    rules.refuse_settled(row)
    if row.version != given.version:
        raise Overtaken(given, await queries.known(uow.session, me.tenant, measure_id))
    await _write(uow, me, row, given)


async def settle(uow: UnitOfWork, cause: Cause, measure_id: UUID, state: MeasureState) -> None:
    """Done, dropped, or open again; twice is the same as once. Raises ``NoResultFound``."""
    row = await queries.one(uow.session, cause.tenant, measure_id)
    if row.state is state:
        return
    row.state, row.asked_until = state, None
    row.settled_at = None if state is MeasureState.OPEN else uow.now
    if state is not MeasureState.OPEN:
        about = {"measure_id": row.id, "person_id": row.owner_id}
        uow.announce(MeasureSettled(**about, done=state is MeasureState.DONE), cause)


async def reply(uow: UnitOfWork, cause: Cause, measure_id: UUID, given: ReplyForm) -> None:
    """By its owner; raises ``Problem``."""
    row = await queries.one(uow.session, cause.tenant, measure_id)
    rules.refuse_settled(row)
    rules.refuse_reply(row, given, local_date(uow.now))
    row.note = given.note
    if given.reply in _SETTLED:
        await settle(uow, cause, measure_id, _SETTLED[given.reply])
    else:
        row.asked_until = given.until


async def remind(uow: UnitOfWork) -> bool:
    """During the day, whoever has what is due soon, or was; whether there may be more."""
    if not is_daytime(uow.now):
        return False
    today = local_date(uow.now)
    held = queries.near(today).limit(BATCH).with_for_update(skip_locked=True)
    rows = (await uow.session.scalars(held)).all()
    told = [(row, late) for row in rows for late in rules.reminders(row, today)]
    for row, late in told:
        await _remind(uow, row, overdue=late)
    return len(rows) == BATCH and bool(told)


async def forget_outsiders(uow: UnitOfWork) -> bool:
    """Those from outside whose measure is long over; whether there are more of them."""
    table = table_of(Measure)
    over = await is_over(uow, Deletion.NINETY_DAYS, table.c.settled_at, table.c.tenant)
    theirs = queries.of_outsiders().where(over, await unheld(uow, table))
    rows = (await uow.session.scalars(theirs.limit(BATCH))).all()
    for row in rows:
        _forget_outsider(uow, row, Cause(row.tenant, new_id()))
    return len(rows) == BATCH


async def _remind(uow: UnitOfWork, row: Measure, *, overdue: bool) -> None:
    if overdue:
        row.told_after = row.due_on
    else:
        row.told_before = row.due_on
    into = await people.become(uow.session, row.tenant, [row.owner_id])
    due = MeasureDue(
        measure_id=row.id,
        assignment_id=row.assignment_id,
        person_id=into[row.owner_id],
        due_on=row.due_on,
        overdue=overdue,
        outside=bool(row.outside_address),
    )
    uow.announce(due, Cause(row.tenant, new_id()))


async def _write(uow: UnitOfWork, me: Me, row: Measure, given: MeasureForm) -> None:
    rules.refuse_owner(given)
    today, before = local_date(uow.now), (row.owner_id, row.due_on)
    if given.due_on != row.due_on:
        rules.refuse_past(given.due_on, today)
    await _give(uow, me, row, given)
    row.title, row.reason, row.due_on = given.title, given.reason, given.due_on
    if before == (row.owner_id, row.due_on):
        return
    row.asked_until = None
    if before[0] != row.owner_id:
        row.assignment_id, row.note = new_id(), ""
    row.told_before, row.told_after = row.due_on if is_near(row.due_on, today) else None, None
    assigned = MeasureAssigned(
        measure_id=row.id,
        assignment_id=row.assignment_id,
        person_id=row.owner_id,
        due_on=row.due_on,
        outside=bool(row.outside_address),
    )
    uow.announce(assigned, me.cause)


async def _give(uow: UnitOfWork, me: Me, row: Measure, given: MeasureForm) -> None:
    """Whoever is from outside gets an id of their own for each measure."""
    called = f"{given.given_name} {given.family_name}" if given.address else ""
    if (called, given.address or "") == (row.outside_name, row.outside_address) and called:
        return
    names = await people.names_of(uow.session, me.tenant, [row.owner_id] if row.owner_id else [])
    if given.who and names.get(row.owner_id) == given.who:
        return
    if row.outside_address:
        _forget_outsider(uow, row, me.cause)
    if given.who:
        row.owner_id = await people.named(uow.session, me.tenant, given.who, "who")
        return
    row.owner_id, row.outside_name, row.outside_address = new_id(), called, given.address or ""
    known = MeasureOwnerRecord(
        person_id=row.owner_id,
        version=1,
        given_name=given.given_name or "",
        family_name=given.family_name or "",
        email=row.outside_address,
    )
    uow.announce(known, me.cause)


def _forget_outsider(uow: UnitOfWork, row: Measure, cause: Cause) -> None:
    uow.erase(MeasureOwnerRecord, row.owner_id, cause)
    uow.erase(SurveysWish, row.owner_id, cause)
    row.outside_name = row.outside_address = ""
