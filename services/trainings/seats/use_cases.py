"""Gives, keeps and frees seats; a gathering is held while it is decided who gets one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select, update

from services.trainings.models import Gathering, Registration, registrations
from services.trainings.seats import queries, rules
from services.trainings.seats.models import SeatChange
from services.trainings.seats.values import Claim
from services.trainings.values import GONE
from shared.contracts.gatherings import (
    Approval,
    DateFact,
    DatesChanged,
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
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.person import Me

QUEUE = 100
"""So many of those who wait are looked at for one seat."""
SWEPT = 20
"""Gatherings whose offers have lapsed, in one transaction."""


async def hold(uow: UnitOfWork, tenant: str, gathering_id: UUID) -> Gathering:
    """Nobody else gives a seat of it until the transaction ends; raises ``NoResultFound``."""
    mine = (Gathering.tenant == tenant, Gathering.id == gathering_id)
    query = select(Gathering).where(*mine).with_for_update()
    return (await uow.session.scalars(query.execution_options(populate_existing=True))).one()


async def enter(uow: UnitOfWork, row: Gathering, entry: Registration, me: Me) -> None:
    """Somebody new: a seat at once, or a place in line; the gathering is held."""
    uow.session.add(entry)
    await settle(uow, row, me.cause, newcomer=entry, by_id=me.person_id)
    if entry.place is Place.WAITING:
        await tell_waiting(uow, entry, me)


async def tell_waiting(uow: UnitOfWork, entry: Registration, me: Me) -> None:
    """They have no seat yet, and learn why; the gathering is held."""
    await uow.session.flush()
    _note(uow, entry, me.cause, by_id=me.person_id)
    _record(uow, entry, me.cause)
    received = RegistrationReceived(
        gathering_id=entry.gathering_id,
        registration_id=entry.id,
        person_id=entry.person_id,
        approval=entry.approval,
        by_other=entry.by_other,
    )
    uow.announce(received, me.cause)


async def settle(
    uow: UnitOfWork,
    row: Gathering,
    cause: Cause,
    *,
    newcomer: Registration | None = None,
    by_id: UUID | None = None,
) -> None:
    """Give what is free to those who wait, in their order; the gathering is held.

    A ``newcomer``, who is here now, has the seat at once, anybody else is offered it.
    """
    room = await queries.room_of(uow.session, row)
    waiting = await _waiting(uow, row, newcomer)
    await _lapse(uow, row, cause, [each for each in waiting if each.place is Place.OFFERED])
    queue = [each for each in waiting if each.place is Place.WAITING]
    if newcomer is not None and newcomer.approval is not Approval.PENDING:
        queue = sorted([*queue, newcomer], key=lambda each: (each.waiting_since, each.id))
    if not queue or row.state is GatheringState.CANCELLED or _begun(row, uow.now):
        return
    taken = await queries.taken(uow.session, row, uow.now) if room.is_limited else {}
    claims = [Claim(each.id, each.carrier_id) for each in queue]
    by_id_of = {each.id: each for each in queue}
    until = rules.answer_until(row, uow.now)
    for claim in rules.moving_up(room, taken, claims):
        entry = by_id_of[claim.registration_id]
        if entry is newcomer:
            await confirm(uow, entry, cause, by_id=by_id)
        elif until is not None:
            await _offer(uow, entry, cause, until)


async def confirm(
    uow: UnitOfWork,
    entry: Registration,
    cause: Cause,
    *,
    by_id: UUID | None = None,
    reason: str = "",
    overbooked: bool = False,
) -> None:
    """They have a seat from now on."""
    entry.place, entry.answer_until = Place.CONFIRMED, None
    await uow.session.flush()
    _note(uow, entry, cause, by_id=by_id, reason=reason, overbooked=overbooked)
    _record(uow, entry, cause)
    confirmed = SeatConfirmed(
        gathering_id=entry.gathering_id,
        registration_id=entry.id,
        person_id=entry.person_id,
        by_other=entry.by_other,
    )
    uow.announce(confirmed, cause)


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
    had = entry.place is Place.CONFIRMED
    entry.place = Place.LAPSED if loss is SeatLoss.LAPSED else Place.WITHDRAWN
    entry.answer_until = None
    entry.sequence += had
    await uow.session.flush()
    _note(uow, entry, cause, by_id=by_id, reason=reason)
    _record(uow, entry, cause)
    released = SeatReleased(
        gathering_id=entry.gathering_id,
        registration_id=entry.id,
        person_id=entry.person_id,
        reason=loss,
        had_seat=had,
    )
    uow.announce(released, cause)


async def release_all(uow: UnitOfWork, row: Gathering, me: Me, loss: SeatLoss) -> None:
    """Everybody; the gathering is held."""
    there = (Registration.tenant == row.tenant, queries.of(row), Registration.place.not_in(GONE))
    for entry in (await uow.session.scalars(select(Registration).where(*there))).all():
        await release(uow, entry, me.cause, loss, by_id=me.person_id)


async def tell_dates(
    uow: UnitOfWork, row: Gathering, cause: Cause, date_id: UUID, before: tuple[DateFact, ...]
) -> None:
    """Everybody with a seat: a date is another one, new, or called off; the gathering is held."""
    seated = (
        registrations.c.tenant == row.tenant,
        registrations.c.gathering_id == row.id,
        registrations.c.place == Place.CONFIRMED.value,
    )
    grown = {
        "sequence": registrations.c.sequence + 1,
        "version": registrations.c.version + 1,
    }
    await uow.session.execute(update(registrations).where(*seated).values(grown))
    mine = select(Registration).where(*seated).execution_options(populate_existing=True)
    for entry in (await uow.session.scalars(mine)).all():
        _record(uow, entry, cause)
        changed = DatesChanged(
            gathering_id=row.id,
            registration_id=entry.id,
            person_id=entry.person_id,
            before=before,
            date_id=date_id,
        )
        uow.announce(changed, cause)


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


async def _waiting(
    uow: UnitOfWork, row: Gathering, newcomer: Registration | None
) -> Sequence[Registration]:
    """Those in line, and whose offer has lapsed."""
    lapsed = and_(Registration.place == Place.OFFERED, Registration.answer_until <= uow.now)
    mine = (Registration.tenant == row.tenant, queries.of(row), or_(queries.IN_LINE, lapsed))
    query = select(Registration).where(*mine).order_by(*queries.ORDER).limit(QUEUE)
    with uow.session.no_autoflush:
        found = (await uow.session.scalars(query)).all()
    return [each for each in found if each is not newcomer]


async def _lapse(
    uow: UnitOfWork, row: Gathering, cause: Cause, offered: Sequence[Registration]
) -> None:
    for entry in offered:
        await release(uow, entry, cause, SeatLoss.LAPSED)


async def _offer(uow: UnitOfWork, entry: Registration, cause: Cause, until: datetime) -> None:
    entry.place, entry.answer_until = Place.OFFERED, until
    await uow.session.flush()
    _note(uow, entry, cause)
    _record(uow, entry, cause)
    offered = SeatOffered(
        gathering_id=entry.gathering_id,
        registration_id=entry.id,
        person_id=entry.person_id,
        answer_until=until,
    )
    uow.announce(offered, cause)


def refuse_lapsed(entry: Registration, now: datetime) -> None:
    """Raise ``Problem`` for an offer whose time is over, or that is none."""
    if entry.place is not Place.OFFERED or rules.has_lapsed(entry.answer_until, now):
        raise Problem(409, "offer-over", "The offer is over")


def _begun(row: Gathering, now: datetime) -> bool:
    return row.starts_at is not None and row.starts_at <= now


def _note(
    uow: UnitOfWork,
    entry: Registration,
    cause: Cause,
    *,
    by_id: UUID | None = None,
    reason: str = "",
    overbooked: bool = False,
) -> None:
    change = SeatChange(
        tenant=cause.tenant,
        id=new_id(),
        registration_id=entry.id,
        at=uow.now,
        place=entry.place,
        approval=entry.approval,
        by_id=by_id,
        reason=reason,
        overbooked=overbooked,
    )
    uow.session.add(change)


def _record(uow: UnitOfWork, entry: Registration, cause: Cause) -> None:
    record = RegistrationRecord(
        registration_id=entry.id,
        version=entry.version,
        gathering_id=entry.gathering_id,
        person_id=entry.person_id,
        place=entry.place,
        approval=entry.approval,
        answer_until=entry.answer_until,
        sequence=entry.sequence,
    )
    uow.announce(record, cause)
