"""Ties gatherings that stand in for each other, and swaps seats among them in one transaction."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import String, Uuid, bindparam, or_, select, update

from services.trainings.alike import queries
from services.trainings.alike.values import SWAPS
from services.trainings.models import Gathering, Registration, gatherings
from services.trainings.seats import use_cases as seats
from shared.contracts.gatherings import GatheringState, SeatLoss
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.person import Me

_THIS = gatherings.alias("this")
_TENANT = bindparam("tenant", type_=String)
_GATHERING = bindparam("gathering_id", type_=Uuid)
_RING = (
    select(_THIS.c.alike_id)
    .where(_THIS.c.tenant == _TENANT, _THIS.c.id == _GATHERING)
    .scalar_subquery()
)
_HELD = (
    select(Gathering)
    .where(
        Gathering.tenant == _TENANT, or_(Gathering.id == _GATHERING, Gathering.alike_id == _RING)
    )
    .order_by(Gathering.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)


async def hold(uow: UnitOfWork, tenant: str, gathering_id: UUID) -> Gathering:
    """As ``seats.hold``, with those that stand in for it; whoever swaps holds both, in one order.

    Raises ``NoResultFound``.
    """
    given = {"tenant": tenant, "gathering_id": gathering_id}
    found = {each.id: each for each in await uow.session.scalars(_HELD, given)}
    return found.get(gathering_id) or await seats.hold(uow, tenant, gathering_id)


async def give_up(
    uow: UnitOfWork,
    row: Gathering,
    entry: Registration,
    cause: Cause,
    *,
    by_id: UUID | None = None,
    reason: str = "",
) -> None:
    """For a seat here they leave the one elsewhere, which goes to the next; both are held."""
    for seat in await queries.seats_of(uow.session, row, entry.person_id, uow.now):
        await _leave(uow, seat, cause, by_id=by_id, reason=reason)


async def swap(
    uow: UnitOfWork,
    found: Sequence[queries.Held],
    cause: Cause,
    by_id: UUID | None,
    *,
    agreed: bool,
) -> None:
    """The same of seats that are known; raises ``Problem`` for who has not ``agreed``."""
    if found and not agreed:
        raise Problem(409, SWAPS, "They have a seat at a gathering that stands in for this one")
    for seat in found:
        await _leave(uow, seat, cause, by_id=by_id)


async def tie(uow: UnitOfWork, me: Me, gathering_id: UUID, other_id: UUID) -> None:
    """They, and what already stands in for either, are alike from now on; raises ``Problem``."""
    either = (gathering_id, other_id)
    rings = select(_THIS.c.alike_id).where(_THIS.c.tenant == me.tenant, _THIS.c.id.in_(either))
    query = (
        select(Gathering)
        .where(Gathering.tenant == me.tenant)
        .where(or_(Gathering.id.in_(either), Gathering.alike_id.in_(rings)))
        .order_by(Gathering.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = {each.id: each for each in await uow.session.scalars(query)}
    these = [found[key] for key in {*either} if key in found]
    fits = len(these) > 1 and these[0].kind is these[1].kind
    if not fits or any(each.state is GatheringState.CANCELLED for each in these):
        raise Problem(409, "no-such-gathering", "It cannot stand in for this one")
    twice = queries.seated_twice([*found], me.tenant, uow.now).limit(1)
    if (await uow.session.scalars(twice)).first() is not None:
        raise Problem(409, "seats-at-both", "Somebody has a seat at both")
    await _write(uow, me.tenant, [*found], found[gathering_id].alike_id or new_id())


async def untie(uow: UnitOfWork, me: Me, gathering_id: UUID, other_id: UUID) -> None:
    """The other stands in for none any more; everybody keeps what they have."""
    row = await hold(uow, me.tenant, gathering_id)
    tied = [each.id for each in await queries.of(uow.session, row, uow.now)]
    if other_id in tied:
        gone = [other_id, row.id] if len(tied) == 1 else [other_id]
        await _write(uow, me.tenant, gone, None)


async def _leave(
    uow: UnitOfWork, seat: queries.Held, cause: Cause, *, by_id: UUID | None, reason: str = ""
) -> None:
    entry, row = seat
    await seats.release(uow, entry, cause, SeatLoss.SWAPPED, by_id=by_id, reason=reason)
    await seats.settle(uow, row, cause)


async def _write(uow: UnitOfWork, tenant: str, ids: Sequence[UUID], alike_id: UUID | None) -> None:
    theirs = (gatherings.c.tenant == tenant, gatherings.c.id.in_(ids))
    await uow.session.execute(update(gatherings).where(*theirs).values(alike_id=alike_id))
