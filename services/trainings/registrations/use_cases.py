"""Registers people, lets them withdraw and accept, and lets the office decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.trainings.alike import queries as alike_seats
from services.trainings.alike import use_cases as alike
from services.trainings.attendance import queries as attendance
from services.trainings.audiences import queries as audiences
from services.trainings.gatherings import queries as offered
from services.trainings.invitations import queries as invitations
from services.trainings.models import Gathering, Registration
from services.trainings.newcomers import queries as coming
from services.trainings.newcomers import use_cases as newcomers
from services.trainings.newcomers.queries import Known
from services.trainings.overlaps import queries as overlaps
from services.trainings.people import queries as people
from services.trainings.registrations import queries, rules
from services.trainings.registrations.values import Newcomer, Wish
from services.trainings.seats import queries as occupancy
from services.trainings.seats import use_cases as seats
from services.trainings.values import GONE, Acting, Oneself, Program
from shared.clock import local_date
from shared.contracts.accounts import AccessRole
from shared.contracts.gatherings import (
    Approval,
    Place,
    SeatLoss,
)
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.person import Me


class Apart(Exception):
    """Each of them needs a transaction of their own."""


@dataclass(frozen=True)
class Decided:
    """What each has, or why not; and whether the gathering asks those who come anything."""

    answers: Sequence[Registration | Problem]
    asks: bool


async def register(
    uow: UnitOfWork,
    me: Oneself,
    gathering_id: UUID,
    *,
    waits: bool,
    member_of: UUID | None = None,
    anyway: bool = True,
    swaps: bool = False,
) -> Registration:
    """A seat, or a place in line for who ``waits``; twice is the same as once.

    ``member_of`` is the group in which the directory knows them. Raises ``Problem``: why not,
    ``full-meanwhile`` for who did not know that they have to wait, ``registration-overlaps``
    for who does not come ``anyway``, and ``registration-swaps`` for who does not give up the seat
    that they have at a gathering which stands in for this one.
    """
    agreed = {"anyway": anyway, "swaps": swaps}
    wish = Wish(me, me.person_id, {me.role}, waits, member_of, **agreed)
    return await _register(uow, gathering_id, wish)


async def register_other(
    uow: UnitOfWork,
    me: Me,
    gathering_id: UUID,
    person_id: UUID,
    *,
    waits: bool,
    anyway: bool = True,
) -> Registration:
    """The same for a colleague, who learns of it and may withdraw; raises ``Problem``."""
    roles = await people.roles_of(uow.session, me.tenant, person_id)
    if me.role is AccessRole.COORDINATOR:
        roles.add(me.role)
    return await _register(uow, gathering_id, Wish(me, person_id, roles, waits, anyway=anyway))


async def register_worker(
    uow: UnitOfWork, program: Program, gathering_id: UUID, worker_id: UUID, *, waits: bool
) -> Registration:
    """The same by the program of the carrier for which somebody works; raises ``Problem``."""
    today = local_date(uow.now)
    employer = await people.carrier_of(uow.session, program.tenant, worker_id, today)
    if employer != program.organization_id:
        raise Problem(404, "worker-not-found", "This carrier has no such worker")
    await offered.known(uow.session, program.tenant, gathering_id)
    roles = await people.roles_of(uow.session, program.tenant, worker_id) | {AccessRole.WORKER}
    return await _register(uow, gathering_id, Wish(program, worker_id, roles, waits))


async def register_guest(
    uow: UnitOfWork, by: Acting, gathering_id: UUID, guest_id: UUID, *, waits: bool
) -> Registration:
    """The same for who is in no directory; raises ``Problem``."""
    row = await seats.hold(uow, by.cause.tenant, gathering_id)
    newest, last = await newcomers.standing(uow, row, by, guest_id)
    if newest is not None and newest.place not in GONE:
        return newest
    rules.refuse(queries.guest_hindrance(row, uow.now, newest))
    entry = newcomers.entry_of(row, by, Newcomer(guest_id, last), uow.now)
    await newcomers.enter(uow, row, [(entry, by, waits)])
    return _had(newcomers.answer_of(row, entry, waits=waits))


def refuse_guests(row: Gathering, now: datetime) -> None:
    """Raise ``Problem`` where no guest can register."""
    rules.refuse(rules.guest_hindrance(row, now))


async def withdraw(
    uow: UnitOfWork, cause: Cause, registration_id: UUID, *, by_program: bool = False
) -> None:
    """From wherever they stand, until it is over; the seat goes to the next. Raises ``Problem``."""
    row, entry = await _held(uow, cause, registration_id)
    if entry.place in GONE:
        return
    if not rules.can_withdraw(row, uow.now):
        raise Problem(409, "too-late-to-withdraw", "It is over")
    if await attendance.was_there(uow.session, cause.tenant, entry.id):
        raise Problem(409, "was-there", "They were there")
    by_id = None if by_program else entry.person_id
    await seats.release(uow, entry, cause, SeatLoss.WITHDRAWN, by_id=by_id)
    await seats.settle(uow, row, cause)


async def accept(uow: UnitOfWork, cause: Cause, registration_id: UUID) -> None:
    """Take the seat that is kept for them; twice is the same as once. Raises ``Problem``.

    One that they have at a gathering which stands in for this one goes to the next.
    """
    row, entry = await _held(uow, cause, registration_id)
    if entry.place is not Place.CONFIRMED:
        if not occupancy.is_kept(entry, uow.now):
            raise Problem(409, "offer-over", "The offer is over")
        await alike.give_up(uow, row, entry, cause, by_id=entry.person_id)
        await seats.confirm(uow, entry, cause, by_id=entry.person_id)


async def approve(uow: UnitOfWork, me: Me, registration_id: UUID) -> None:
    """The organiser agrees: a seat if there is one, else a place in line. Raises ``Problem``.

    Whoever would have to swap for it is offered the seat.
    """
    row, entry = await _held(uow, me.cause, registration_id)
    if entry.approval is not Approval.PENDING or entry.place is not Place.WAITING:
        raise Problem(409, "registration-gone", "There is nothing to decide")
    entry.approval = Approval.APPROVED
    await uow.session.flush()
    swaps = await alike_seats.seats_of(uow.session, row, entry.person_id, uow.now)
    full = await seats.settle(uow, row, me.cause, newcomers=[] if swaps else [(entry, me)])
    if entry.place is Place.WAITING:
        await seats.tell_waiting(uow, row, entry, me, full)


async def reject(uow: UnitOfWork, me: Me, registration_id: UUID, reason: str) -> None:
    """The organiser does not agree, which is final until reopened; raises ``Problem``."""
    _, entry = await _held(uow, me.cause, registration_id)
    if entry.approval is not Approval.PENDING or entry.place is not Place.WAITING:
        raise Problem(409, "registration-gone", "There is nothing to decide")
    entry.approval = Approval.REJECTED
    by_id = me.person_id
    await seats.release(uow, entry, me.cause, SeatLoss.REJECTED, by_id=by_id, reason=reason)


async def reopen(uow: UnitOfWork, me: Me, registration_id: UUID, reason: str) -> None:
    """The organiser may agree after all: they wait for that anew. Raises ``Problem``."""
    row, entry = await _held(uow, me.cause, registration_id)
    newest, last = await coming.of(uow.session, row, entry.person_id)
    rules.refuse_reopening(row, entry, newest, uow.now)
    if not await people.names_of(uow.session, row.tenant, [entry.person_id]):
        raise Problem(409, "registration-gone", "Nobody knows them any more")
    entry.place, entry.approval = Place.WAITING, Approval.PENDING
    entry.waiting_since = last.behind(uow.now)
    entry.sequence = last.sequence + 1
    await seats.tell_waiting(uow, row, entry, me, reason=reason)


async def give_seat(uow: UnitOfWork, me: Me, registration_id: UUID, reason: str) -> None:
    """Past the line, or beyond the capacity, as the organiser wants; raises ``Problem``."""
    row, entry = await _held(uow, me.cause, registration_id)
    if entry.place in (*GONE, Place.CONFIRMED):
        raise Problem(409, "registration-gone", "They wait for nothing")
    beyond = await occupancy.is_beyond(uow.session, row, entry, uow.now)
    if entry.approval is Approval.PENDING:
        entry.approval = Approval.APPROVED
    by = me.person_id
    await alike.give_up(uow, row, entry, me.cause, by_id=by, reason=reason)
    await seats.confirm(uow, entry, me.cause, by_id=by, reason=reason, overbooked=beyond)


async def remove(uow: UnitOfWork, me: Me, registration_id: UUID, reason: str) -> None:
    """The organiser takes somebody off; the seat goes to the next. Raises ``Problem``."""
    row, entry = await _held(uow, me.cause, registration_id)
    if entry.place in GONE:
        raise Problem(409, "registration-gone", "They are not registered")
    by_id = me.person_id
    await seats.release(uow, entry, me.cause, SeatLoss.REMOVED, by_id=by_id, reason=reason)
    await seats.settle(uow, row, me.cause)


async def _register(uow: UnitOfWork, gathering_id: UUID, wish: Wish) -> Registration:
    return _had((await register_all(uow, gathering_id, [wish])).answers[0])


def _had(found: Registration | Problem) -> Registration:
    if isinstance(found, Problem):
        raise found
    return found


async def register_all(uow: UnitOfWork, gathering_id: UUID, wishes: Sequence[Wish]) -> Decided:
    """Of one municipality, in their order: what each has, or why not.

    Raises ``Apart`` for several that cannot be decided in one transaction.
    """
    row = await alike.hold(uow, wishes[0].tenant, gathering_id)
    people_ids = {each.person_id for each in wishes}
    known = await coming.known(uow.session, row, people_ids)
    alone = known.asks or row.alike_id is not None or len(people_ids) < len(wishes)
    if len(wishes) > 1 and alone:
        raise Apart
    if any(each.place is Place.OFFERED for each in known.newest.values()):
        await seats.settle(uow, row, wishes[0].by.cause)
    there = {key: each for key, each in known.newest.items() if each.place not in GONE}
    new = [each for each in wishes if each.person_id not in there]
    refused = await _refused(uow, row, new, known)
    allowed = [each for each in new if each.person_id not in refused]
    answers = {**there, **refused, **await newcomers.enter_all(uow, row, allowed, known)}
    return Decided([answers[each.person_id] for each in wishes], asks=known.asks)


async def _refused(
    uow: UnitOfWork, row: Gathering, wishes: Sequence[Wish], known: Known
) -> Mapping[UUID, Problem]:
    """Who cannot come, whether there is a seat or not."""
    found = dict[UUID, Problem]()
    unaware = [each.person_id for each in wishes if not each.anyway]
    crossed = await overlaps.crossed(uow.session, row.tenant, unaware, row.id)
    for wish in wishes:
        key, roles = wish.person_id, wish.roles
        newest, by = known.newest.get(key), wish.by.role
        rejected = queries.rejected(newest) and by is not AccessRole.COORDINATOR
        member = await audiences.is_for(uow.session, row, wish.member_of)
        member = member or await invitations.lets_in(uow.session, row, roles, key)
        try:
            rules.refuse(rules.hindrance(row, roles, uow.now, rejected=rejected, member=member))
            overlaps.refuse(crossed, key)
        except Problem as problem:
            found[key] = problem
    return found


async def _held(
    uow: UnitOfWork, cause: Cause, registration_id: UUID
) -> tuple[Gathering, Registration]:
    """The gathering first: whoever holds it decides. Raises ``NoResultFound``."""
    known = await queries.one(uow.session, cause.tenant, registration_id)
    row = await alike.hold(uow, cause.tenant, known.gathering_id)
    return row, await queries.one(uow.session, cause.tenant, registration_id, anew=True)
