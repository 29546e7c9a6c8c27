"""Keeps gatherings and their dates, opens and ends them, and announces how they are now."""

from uuid import UUID

from sqlalchemy import delete

from services.trainings.gatherings import queries, rules
from services.trainings.gatherings.forms import DateForm, GatheringForm, NewForm, WithContactForm
from services.trainings.gatherings.forms import known as known_date
from services.trainings.gatherings.values import OPENED, Amendment, Planned, Slot
from services.trainings.invitations import use_cases as invitations
from services.trainings.models import Gathering, GatheringDate
from services.trainings.moved_dates import use_cases as moved_dates
from services.trainings.people import queries as people
from services.trainings.seats import queries as occupancy
from services.trainings.seats import use_cases as seats
from shared.clock import local_date
from shared.contracts.gatherings import GatheringRecord, GatheringState, SeatLoss, SlotFact
from shared.database.versions import Overtaken
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.person import Me


async def begin(uow: UnitOfWork, me: Me, given: NewForm) -> Gathering:
    """A draft with its first date, if there is one yet; raises ``Problem``."""
    first = given.model_dump(include={"day", "starts", "ends"})
    rules.refuse_half(first)
    row = await add(uow, me, given, await _contact(uow, me, given, ""))
    if given.day:
        await add_date(uow, me, row.id, DateForm(**first, place=given.place))
        rules.refuse_late(given.register_until, row.starts_at)
    return row


async def add(
    uow: UnitOfWork, me: Me, given: GatheringForm, contact_id: UUID | None = None
) -> Gathering:
    """A draft, which nobody else sees; whoever makes it is asked about it. Raises ``Problem``."""
    row = Gathering(
        tenant=me.tenant,
        id=new_id(),
        contact_id=contact_id or me.person_id,
        **given.model_dump(include={*GatheringForm.model_fields} - {"version"}),
    )
    uow.session.add(row)
    await announce(uow, row, me.cause)
    return row


async def plan(uow: UnitOfWork, me: Me, given: Planned, series_id: UUID) -> Gathering:
    """A draft of a series, with its date; raises ``Problem``."""
    row = Gathering(
        tenant=me.tenant,
        id=new_id(),
        contact_id=me.person_id,
        kind=given.kind,
        title=given.title,
        content=given.content,
        audience=given.audience,
        capacity=given.capacity,
        series_id=series_id,
    )
    date = GatheringDate(
        tenant=row.tenant, id=new_id(), gathering_id=row.id, original_day=given.slot.day
    )
    _place(uow, date, given.slot, given.place, given.join_link)
    rules.span(row, [date])
    uow.session.add(row)
    await uow.session.flush()
    uow.session.add(date)
    await announce(uow, row, me.cause)
    return row


async def edit(uow: UnitOfWork, me: Me, gathering_id: UUID, given: WithContactForm) -> Gathering:
    """The same as ``change``, and whom one asks; raises ``Problem``, ``Overtaken``."""
    row = await seats.hold(uow, me.tenant, gathering_id)
    known = await queries.whole(uow.session, me.tenant, row)
    if row.version != given.version:
        raise Overtaken(given, {name: getattr(known, name) for name in type(given).model_fields})
    contact_id = await _contact(uow, me, given, known.contact)
    form = GatheringForm(**given.model_dump(exclude={"contact"}))
    return await change(uow, me, gathering_id, form, contact_id)


async def change(
    uow: UnitOfWork,
    me: Me,
    gathering_id: UUID,
    given: GatheringForm,
    contact_id: UUID | None = None,
) -> Gathering:
    """Store it; whoever waits gets what has become free. Raises ``Problem``, ``Overtaken``."""
    row = await seats.hold(uow, me.tenant, gathering_id)
    rules.refuse_late(given.register_until, row.starts_at, before=row.register_until)
    await _refuse_seats(uow, row, given)
    row.update(given)
    row.contact_id = contact_id or row.contact_id
    await announce(uow, row, me.cause)
    await _move_up(uow, row, me.cause)
    return row


async def add_date(uow: UnitOfWork, me: Me, gathering_id: UUID, given: DateForm) -> GatheringDate:
    """Whoever has a seat learns of it; raises ``Problem``."""
    row = await _changeable(uow, me.tenant, gathering_id)
    date = GatheringDate(
        tenant=row.tenant, id=new_id(), gathering_id=row.id, original_day=given.day
    )
    uow.session.add(_write(uow, date, given))
    await _dates_changed(uow, row, me.cause, date, ())
    return date


async def change_date(
    uow: UnitOfWork, me: Me, gathering_id: UUID, date_id: UUID, given: DateForm
) -> GatheringDate:
    """Move it; raises ``Problem``, ``Overtaken``."""
    row = await _changeable(uow, me.tenant, gathering_id)
    date = await queries.date_of(uow.session, me.tenant, gathering_id, date_id)
    before = rules.fact(date)
    _refuse_past(uow, date)
    if date.version != given.version:
        raise Overtaken(given, known_date(date))
    moved = rules.is_moved(before, rules.fact(_write(uow, date, given)))
    was = rules.slot_before(before, date.place)
    await _dates_changed(uow, row, me.cause, date, (was,), told=moved)
    return date


async def amend(uow: UnitOfWork, me: Me, gathering_id: UUID, wanted: Amendment) -> None:
    """The same as ``change`` and ``change_date``, with all else as it is; raises ``Problem``."""
    row = await _changeable(uow, me.tenant, gathering_id)
    if wanted.whole or wanted.contact_id:
        held = {name: getattr(row, name) for name in GatheringForm.model_fields}
        form = GatheringForm(**(held | dict(wanted.whole)))
        await change(uow, me, gathering_id, form, wanted.contact_id)
    dates = (await queries.dates_of(uow.session, me.tenant, [row.id]))[row.id]
    date = rules.next_of(dates, uow.now)
    if wanted.date and date is not None:
        shown = DateForm(**(dict(known_date(date)) | dict(wanted.date)))
        await change_date(uow, me, gathering_id, date.id, shown)


async def call_off_date(uow: UnitOfWork, me: Me, gathering_id: UUID, date_id: UUID) -> None:
    """It does not take place, the others do; raises ``Problem``."""
    row = await _changeable(uow, me.tenant, gathering_id)
    date = await queries.date_of(uow.session, me.tenant, gathering_id, date_id)
    _refuse_past(uow, date)
    if date.cancelled:
        return
    if row.state is not GatheringState.DRAFT:
        others = (await queries.dates_of(uow.session, me.tenant, [row.id]))[row.id]
        rules.refuse_dateless(each for each in others if each is not date)
    was = rules.slot_before(rules.fact(date), date.place)
    date.cancelled = True
    await _dates_changed(uow, row, me.cause, date, (was,))


async def open_registration(uow: UnitOfWork, me: Me, gathering_id: UUID) -> None:
    """Show it to everybody, and let them register; raises ``Problem``."""
    row = await seats.hold(uow, me.tenant, gathering_id)
    rules.refuse_state(row.state, GatheringState.OPEN)
    rules.refuse_dateless((await queries.dates_of(uow.session, me.tenant, [row.id]))[row.id])
    row.state, row.opened_at = GatheringState.OPEN, row.opened_at or uow.now
    uow.notify(OPENED)
    await announce(uow, row, me.cause)


async def delete_draft(uow: UnitOfWork, me: Me, gathering_id: UUID) -> None:
    """As if it had never been, as long as nobody knows it; raises ``Problem``."""
    row = await seats.hold(uow, me.tenant, gathering_id)
    used = await queries.used(uow.session, me.tenant, [row.id])
    if used or row.state is not GatheringState.DRAFT:
        raise Problem(409, "gathering-state", "It is no mere draft")
    for column in rules.hanging():
        mine = (column.table.c.tenant == row.tenant, column == row.id)
        await uow.session.execute(delete(column.table).where(*mine))
    await uow.session.delete(row)
    uow.erase(GatheringRecord, row.id, me.cause)


async def close_registration(uow: UnitOfWork, me: Me, gathering_id: UUID) -> None:
    """Nobody registers any more; raises ``Problem``."""
    row = await seats.hold(uow, me.tenant, gathering_id)
    rules.refuse_state(row.state, GatheringState.CLOSED)
    row.state = GatheringState.CLOSED
    await announce(uow, row, me.cause)


async def call_off(uow: UnitOfWork, me: Me, gathering_id: UUID) -> None:
    """It does not take place, and everybody who has or wants a seat, or is to answer, learns it."""
    row = await seats.hold(uow, me.tenant, gathering_id)
    rules.refuse_state(row.state, GatheringState.CANCELLED)
    row.state = GatheringState.CANCELLED
    await announce(uow, row, me.cause)
    await invitations.tell_called_off(uow, row, me.cause)
    await seats.release_all(uow, row, me, SeatLoss.CALLED_OFF)


async def take_date_back(uow: UnitOfWork, me: Me, gathering_id: UUID, date_id: UUID) -> None:
    """A date takes place after all, for those with a seat; raises ``Problem``."""
    row = await _changeable(uow, me.tenant, gathering_id)
    date = await queries.date_of(uow.session, me.tenant, gathering_id, date_id)
    _refuse_past(uow, date)
    if date.cancelled:
        was = rules.slot_before(rules.fact(date), date.place)
        date.cancelled = False
        await _dates_changed(uow, row, me.cause, date, (was,))


async def announce(uow: UnitOfWork, row: Gathering, cause: Cause) -> None:
    """How it is now."""
    await uow.session.flush()
    dates = (await queries.dates_of(uow.session, row.tenant, [row.id]))[row.id]
    uow.announce(rules.record(row, dates), cause)


async def _contact(uow: UnitOfWork, me: Me, given: WithContactForm, known: str) -> UUID | None:
    """None where it stays who it is; raises ``Problem`` for a name of nobody or of several."""
    if not given.contact or given.contact == known:
        return None
    return (await people.named(uow.session, me.tenant, given.contact, "contact")).person_id


async def _changeable(uow: UnitOfWork, tenant: str, gathering_id: UUID) -> Gathering:
    row = await seats.hold(uow, tenant, gathering_id)
    if row.state is GatheringState.CANCELLED:
        raise Problem(409, "gathering-over", "It was called off")
    return row


def _refuse_past(uow: UnitOfWork, date: GatheringDate) -> None:
    if date.ends_at <= uow.now:
        raise Problem(409, "gathering-over", "It is over")


def _write(uow: UnitOfWork, date: GatheringDate, given: DateForm) -> GatheringDate:
    """Raises ``Problem`` for a day or times that cannot be meant."""
    _place(uow, date, given.slot, given.place, given.join_link)
    if given.units is not None:
        date.units = given.units
    return date


def _place(uow: UnitOfWork, date: GatheringDate, slot: Slot, place: str, join_link: str) -> None:
    rules.refuse_far(slot.day, local_date(uow.now))
    date.starts_at, date.ends_at = rules.moments(slot)
    date.day, date.starts, date.ends = slot.day, slot.starts, slot.ends
    date.place, date.join_link = place, join_link
    date.units = rules.usual_units(slot)


async def _dates_changed(
    uow: UnitOfWork,
    row: Gathering,
    cause: Cause,
    date: GatheringDate,
    before: tuple[SlotFact, ...],
    *,
    told: bool = True,
) -> None:
    await uow.session.flush()
    dates = (await queries.dates_of(uow.session, row.tenant, [row.id]))[row.id]
    rules.span(row, dates)
    row.touch()
    await announce(uow, row, cause)
    if told:
        await moved_dates.tell(uow, row, cause, date.id, before)
    await _move_up(uow, row, cause)


async def _move_up(uow: UnitOfWork, row: Gathering, cause: Cause) -> None:
    """Offers end before it begins, and what is free goes to whoever waits."""
    await seats.shorten(uow, row, cause)
    await seats.settle(uow, row, cause)


async def _refuse_seats(uow: UnitOfWork, row: Gathering, given: GatheringForm) -> None:
    """Raise ``Problem`` for fewer seats than are given, or another way to give them."""
    full = await occupancy.occupancy(uow.session, row, uow.now)
    taken = full.confirmed + full.offered
    if row.state is GatheringState.CANCELLED:
        taken += len(await occupancy.called_off(uow.session, row))
    rules.refuse_fewer(row.capacity, given.capacity, taken)
    if given.needs_approval != row.needs_approval:
        rules.refuse_another_way(full)
