"""Gives, keeps and frees seats; a gathering is held while it is decided who gets one."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from services.trainings.models import Gathering, Registration
from services.trainings.seats import queries, rules
from services.trainings.seats.models import SeatChange, seat_changes
from services.trainings.seats.values import Full, Room
from services.trainings.values import GONE, Acting
from services.trainings.workshop_seats import use_cases as workshop_seats
from shared.clock import local_date
from shared.contracts.gatherings import (
    Approval,
    GatheringState,
    Place,
    RegistrationReceived,
    RegistrationRecord,
    SeatConfirmed,
    SeatLoss,
    SeatOffered,
    SeatReleased,
)
from shared.database.reach import crossing
from shared.database.tables import row_of
from shared.ids import new_id
from shared.messaging.event import Cause, Event
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me

SWEPT = 20
"""Gatherings whose offers have lapsed, in one transaction."""

Coming = tuple[Registration, Acting]
"""Somebody new, and who has registered them."""
_Seated = tuple[Registration, Cause, UUID | None]

_HELD = queries.ROW.with_for_update().execution_options(populate_existing=True)


async def hold(uow: UnitOfWork, tenant: str, gathering_id: UUID) -> Gathering:
    """Nobody else gives a seat of it until the transaction ends; raises ``NoResultFound``."""
    given = {"tenant": tenant, "gathering_id": gathering_id}
    return (await uow.session.scalars(_HELD, given)).one()


async def enter(
    uow: UnitOfWork,
    row: Gathering,
    coming: Sequence[Coming],
    waits: Collection[UUID],
    room: Room | None = None,
) -> None:
    """Those new, in their order: a seat at once, a place in line for who ``waits``; no others."""
    full = await settle(uow, row, coming[0][1].cause, newcomers=coming, room=room)
    line = [each for each in coming if each[0].place is Place.WAITING and each[0].id in waits]
    uow.session.add_all([entry for entry, _ in line])
    for entry, me in line:
        await tell_waiting(uow, row, entry, me, full)


async def tell_waiting(
    uow: UnitOfWork,
    row: Gathering,
    entry: Registration,
    me: Acting,
    full: Full | None = None,
    *,
    reason: str = "",
) -> None:
    """They have no seat yet, and learn why; the gathering is held, and was so ``full``."""
    uow.session.add(entry)
    await uow.session.flush()
    _note(uow, entry, me.cause, by_id=me.person_id, reason=reason)
    record(uow, entry, me.cause)
    stands = await queries.standing_in(uow.session, row, entry, uow.now, full)
    why = stands.why.why if stands.why else None
    told = {"approval": entry.approval, "by_other": entry.by_other, "why": why}
    when = {"moves_up": stands.moves_up, "moves_up_until": stands.moves_up_until}
    _tell(uow, entry, me.cause, RegistrationReceived, **told, **when)


async def settle(
    uow: UnitOfWork,
    row: Gathering,
    cause: Cause,
    *,
    newcomers: Sequence[Coming] = (),
    room: Room | None = None,
) -> Full:
    """Give what is free to those who wait, in their order; the gathering is held. How full it is.

    ``newcomers``, who are here now, have the seat at once, anybody else is offered it.
    """
    room = room or await queries.room_of(uow.session, row, local_date(uow.now))
    taken = await queries.taken(uow.session, row, uow.now) if room.is_limited else {}
    new = {entry.id: me for entry, me in newcomers}
    waiting = await _waiting(uow, row, new, full=rules.is_full(room, taken))
    lapsed = [each for each in waiting if each.place is Place.OFFERED]
    await _release(uow, lapsed, cause, SeatLoss.LAPSED)
    queue = [each for each in waiting if each.place is Place.WAITING]
    queue += [entry for entry, _ in newcomers if entry.approval is not Approval.PENDING]
    queue.sort(key=lambda each: (each.waiting_since, each.id))
    if not queue or row.state is GatheringState.CANCELLED or rules.has_begun(row, uow.now):
        return room, taken
    ids = {each.registration_id for each in rules.moving_up(room, taken, map(rules.claim, queue))}
    found = [each for each in queue if each.id in ids]
    seated = [each for each in found if each.id in new]
    await _confirm(uow, [(each, new[each.id].cause, new[each.id].person_id) for each in seated])
    until = rules.answer_until(row, uow.now)
    offered = [each for each in found if until is not None and each.id not in new]
    await _offer(uow, offered, cause, until)
    given = Counter(rules.claim(each).of for each in [*offered, *seated])
    return room, given + Counter(taken)


async def shorten(uow: UnitOfWork, row: Gathering, cause: Cause) -> None:
    """No offer outlasts the time in which anybody moves up; the gathering is held."""
    last = rules.last_moment(row)
    if last is None:
        return
    longer = (Registration.place == Place.OFFERED, Registration.answer_until > last)
    query = select(Registration).where(Registration.tenant == row.tenant, queries.of(row), *longer)
    for entry in (found := (await uow.session.scalars(query)).all()):
        entry.answer_until = last
    await uow.session.flush()
    for entry in found:
        record(uow, entry, cause)
        if last > uow.now:
            _tell(uow, entry, cause, SeatOffered, answer_until=last)


async def confirm(
    uow: UnitOfWork,
    entry: Registration,
    cause: Cause,
    *,
    by_id: UUID | None = None,
    reason: str = "",
    overbooked: bool = False,
    again: bool = False,
) -> None:
    """They have a seat from now on; ``again`` after it was called off."""
    by = [(entry, cause, by_id)]
    await _confirm(uow, by, again=again, reason=reason, overbooked=overbooked)


async def release(
    uow: UnitOfWork,
    entry: Registration,
    cause: Cause,
    loss: SeatLoss,
    *,
    by_id: UUID | None = None,
    reason: str = "",
) -> None:
    """They have and want no seat any more; whoever is next is for ``settle``."""
    await _release(uow, [entry], cause, loss, by_id=by_id, reason=reason)


async def release_all(uow: UnitOfWork, row: Gathering, me: Me, loss: SeatLoss) -> None:
    """Everybody; the gathering is held."""
    there = (Registration.tenant == row.tenant, queries.of(row), Registration.place.not_in(GONE))
    found = await uow.session.scalars(select(Registration).where(*there))
    await _release(uow, found.all(), me.cause, loss, by_id=me.person_id)


async def lapse_offers(uow: UnitOfWork) -> bool:
    """Offers that nobody has answered go to the next; true if there are more of them."""
    due = select(Registration.gathering_id, Registration.tenant).where(
        Registration.answer_until <= uow.now
    )
    found = (await uow.session.execute(crossing(due.distinct().limit(SWEPT)))).all()
    for gathering_id, tenant in sorted(found):
        row = await hold(uow, tenant, gathering_id)
        await settle(uow, row, Cause(tenant, new_id()))
    return len(found) == SWEPT


async def forget(uow: UnitOfWork, erased: Collection[UUID], entries: Collection[UUID]) -> None:
    """Nobody knows any more why the ``entries`` had a seat, nor what the ``erased`` decided."""
    theirs = update(seat_changes).where(seat_changes.c.registration_id.in_(entries))
    await uow.session.execute(crossing(theirs.values(reason="", called_off_from=None)))
    acted = update(seat_changes).where(seat_changes.c.by_id.in_(erased))
    await uow.session.execute(crossing(acted.values(by_id=None)))


async def _confirm(
    uow: UnitOfWork, seated: Sequence[_Seated], *, again: bool = False, **why: Any
) -> None:
    for entry, _, _ in seated:
        entry.place, entry.answer_until, entry.apologised = Place.CONFIRMED, None, False
        uow.session.add(entry)
    await uow.session.flush()
    for entry, cause, by_id in seated:
        _note(uow, entry, cause, by_id=by_id, **why)
        record(uow, entry, cause)
        _tell(uow, entry, cause, SeatConfirmed, by_other=entry.by_other, again=again)


async def _waiting(
    uow: UnitOfWork, row: Gathering, new: Collection[UUID], *, full: bool
) -> Sequence[Registration]:
    """Those in line, unless it is ``full``, and whose offer has lapsed."""
    given = {"tenant": row.tenant, "gathering_id": row.id, "now": uow.now}
    found = await uow.session.scalars(queries.LAPSED if full else queries.WAITING, given)
    return [each for each in found if each.id not in new]


async def _release(
    uow: UnitOfWork,
    entries: Sequence[Registration],
    cause: Cause,
    loss: SeatLoss,
    *,
    by_id: UUID | None = None,
    reason: str = "",
) -> None:
    keeps = loss is SeatLoss.UNITED
    seated = [each.id for each in entries if each.place is Place.CONFIRMED]
    had = {each.id: each.id in seated and not keeps for each in entries}
    was = {each.id: each.place for each in entries} if loss is SeatLoss.CALLED_OFF else {}
    for entry in entries:
        entry.apologised = loss is SeatLoss.WITHDRAWN and had[entry.id]
        entry.place = Place.LAPSED if loss is SeatLoss.LAPSED else Place.WITHDRAWN
        entry.answer_until = None
        entry.sequence += had[entry.id]
    await uow.session.flush()
    await workshop_seats.vacate(uow, cause.tenant, seated)
    for entry in entries:
        _note(uow, entry, cause, by_id=by_id, reason=reason, called_off_from=was.get(entry.id))
        record(uow, entry, cause)
        _tell(uow, entry, cause, SeatReleased, reason=loss, had_seat=had[entry.id])


async def _offer(
    uow: UnitOfWork, entries: Sequence[Registration], cause: Cause, until: datetime | None
) -> None:
    for entry in entries:
        entry.place, entry.answer_until = Place.OFFERED, until
    await uow.session.flush()
    for entry in entries:
        _note(uow, entry, cause)
        record(uow, entry, cause)
        _tell(uow, entry, cause, SeatOffered, answer_until=until)


def _tell(
    uow: UnitOfWork, entry: Registration, cause: Cause, event: Callable[..., Event], **more: Any
) -> None:
    key = {"gathering_id": entry.gathering_id, "registration_id": entry.id}
    uow.announce(event(**key, person_id=entry.person_id, **more), cause)


def _note(
    uow: UnitOfWork,
    entry: Registration,
    cause: Cause,
    *,
    by_id: UUID | None = None,
    reason: str = "",
    overbooked: bool = False,
    called_off_from: Place | None = None,
) -> None:
    change = row_of(SeatChange)(
        tenant=cause.tenant,
        id=new_id(),
        registration_id=entry.id,
        at=uow.now,
        place=entry.place,
        approval=entry.approval,
        by_id=by_id,
        reason=reason,
        overbooked=overbooked,
        called_off_from=called_off_from,
    )
    uow.bulk.insert(seat_changes, [change])


def record(uow: UnitOfWork, entry: Registration, cause: Cause) -> None:
    """Tell how it is with a registration, which is stored so."""
    stands = RegistrationRecord(
        registration_id=entry.id,
        version=entry.version,
        gathering_id=entry.gathering_id,
        person_id=entry.person_id,
        place=entry.place,
        approval=entry.approval,
        answer_until=entry.answer_until,
        sequence=entry.sequence,
        apologised=entry.apologised,
    )
    uow.announce(stands, cause)
