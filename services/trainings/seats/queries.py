"""How full a gathering is, who waits for it, and how somebody's own registration stands."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, String, Uuid, and_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.trainings.models import Gathering, Person, Registration, registrations
from services.trainings.quotas import queries as quotas
from services.trainings.seats import rules
from services.trainings.seats.models import SeatChange
from services.trainings.seats.values import (
    CLOSED,
    TAKES_PLACE,
    Belonging,
    Claim,
    Full,
    Occupancy,
    Outlook,
    Prospect,
    Room,
    Standing,
    Taken,
    Why,
)
from shared.clock import local_date
from shared.contracts.gatherings import Approval, GatheringState, Place
from shared.database.lists import in_list
from shared.database.types import Moment

READY = Registration.approval.in_([Approval.NOT_NEEDED, Approval.APPROVED])
IN_LINE = and_(Registration.place == Place.WAITING, READY)
"""Who waits for a seat, and not for the organiser."""
ORDER = (Registration.waiting_since, Registration.id)

_GATHERING = bindparam("gathering_id", type_=Uuid)
_TENANT, _NOW = bindparam("tenant", type_=String), bindparam("now", type_=Moment)
_KEPT = and_(registrations.c.place == Place.OFFERED.value, registrations.c.answer_until > _NOW)
_OF = (registrations.c.carrier_id, registrations.c.school_type)
_TAKEN = (
    select(*_OF, func.count().label("number"))
    .where(
        registrations.c.tenant == _TENANT,
        registrations.c.gathering_id == _GATHERING,
        or_(registrations.c.place == Place.CONFIRMED.value, _KEPT),
    )
    .group_by(*_OF)
)
_READY = registrations.c.approval.in_([Approval.NOT_NEEDED.value, Approval.APPROVED.value])
_KEY = (registrations.c.gathering_id, registrations.c.place, _READY.label("ready"))
_NUMBERS = (
    select(*_KEY, func.count())
    .where(
        registrations.c.tenant == _TENANT,
        in_list(registrations.c.gathering_id, "ids"),
        or_(registrations.c.place != Place.OFFERED.value, registrations.c.answer_until > _NOW),
    )
    .group_by(*_KEY)
)

ROW = select(Gathering).where(Gathering.tenant == _TENANT, Gathering.id == _GATHERING)
"""The gathering itself."""
_OVER = and_(Registration.place == Place.OFFERED, Registration.answer_until <= _NOW)
_THEIRS = (
    select(Registration)
    .where(Registration.tenant == _TENANT, Registration.gathering_id == _GATHERING)
    .order_by(*ORDER)
)
LAPSED, WAITING = _THEIRS.where(_OVER), _THEIRS.where(or_(IN_LINE, _OVER))
"""Offers that nobody has answered in time; with them, who waits for a seat."""


def of(row: Gathering | Registration | UUID) -> ColumnElement[bool]:
    """The registrations of a gathering, or of that for which somebody is registered."""
    if isinstance(row, Registration):
        return Registration.gathering_id == row.gathering_id
    return Registration.gathering_id == (row if isinstance(row, UUID) else row.id)


def by_hand_before(now: datetime, *, rests: bool = False) -> datetime:
    """Of what begins earlier, or closes its queue on an earlier day, the office gives the seats."""
    return rules.by_hand_before(now, rests=rests)


async def room_of(session: AsyncSession, row: Gathering, today: date) -> Room:
    """Seats there are; a quota whose last day is over holds nobody back."""
    return Room(row.capacity, await quotas.in_force(session, row, today))


async def is_beyond(
    session: AsyncSession, row: Gathering, entry: Registration, now: datetime
) -> bool:
    """Whether they would have one more seat than there are; one that is kept for them counts."""
    if is_kept(entry, now):
        return False
    room = await room_of(session, row, local_date(now))
    return rules.is_beyond(room, await taken(session, row, now), rules.claim(entry).of)


async def taken(session: AsyncSession, row: Gathering, now: datetime) -> Taken:
    """Seats that somebody has, or that are kept for an answer."""
    given = {"tenant": row.tenant, "gathering_id": row.id, "now": now}
    found = await session.execute(_TAKEN, given)
    return {Belonging(carrier, school): number for carrier, school, number in found.all()}


async def called_off(session: AsyncSession, row: Gathering) -> Sequence[tuple[Registration, Place]]:
    """Who lost what as it was called off, for good so far and still known; seats first."""
    later = aliased(SeatChange)
    newer = or_(later.at > SeatChange.at, and_(later.at == SeatChange.at, later.id > SeatChange.id))
    after = (later.registration_id == SeatChange.registration_id, newer)
    theirs = (Person.tenant == row.tenant, Person.person_id == Registration.person_id)
    query = (
        select(Registration, SeatChange.called_off_from)
        .join(SeatChange, SeatChange.registration_id == Registration.id)
        .where(Registration.tenant == row.tenant, of(row), Registration.place == Place.WITHDRAWN)
        .where(SeatChange.called_off_from.is_not(None), ~select(later.id).where(*after).exists())
        .where(select(Person.person_id).where(*theirs).exists())
    )
    rows = (await session.execute(query.order_by(*ORDER))).all()
    lost = [(entry, was) for entry, was in rows if was is not None]
    found: dict[UUID, tuple[Registration, Place]] = {}
    for entry, was in sorted(lost, key=lambda each: each[1] is not Place.CONFIRMED):
        found.setdefault(entry.person_id, (entry, was))
    return list(found.values())


async def in_line(session: AsyncSession, row: Gathering) -> list[Claim]:
    """Who waits for a seat, in their order."""
    query = select(Registration.id, Registration.carrier_id, Registration.school_type)
    query = query.where(Registration.tenant == row.tenant, of(row), IN_LINE).order_by(*ORDER)
    found = (await session.execute(query)).all()
    return [Claim(key, Belonging(carrier, school)) for key, carrier, school in found]


async def prospect(
    session: AsyncSession, row: Gathering, one: Belonging, full: Occupancy, now: datetime
) -> Prospect:
    """What somebody who belongs there meets who registers now."""
    room = await room_of(session, row, local_date(now))
    if not room.quotas:
        return Prospect(simple_outlook(full), full.free)
    given, mine = await taken(session, row, now), Claim(row.id, one)
    free = rules.open_to(room, given, one)
    moving = rules.moving_up(room, given, [*await in_line(session, row), mine])
    if mine in moving:
        return Prospect(None, free)
    return Prospect(rules.why_waiting(room, given, mine, Approval.NOT_NEEDED), free)


def simple_outlook(full: Occupancy) -> Outlook | None:
    """The same where there are no quotas."""
    if full.free == 0:
        return Outlook(Why.FULL)
    return Outlook(Why.OTHERS) if full.waiting else None


def is_kept(entry: Registration, now: datetime) -> bool:
    """Whether a seat is kept for their answer."""
    return entry.place is Place.OFFERED and not rules.has_lapsed(entry.answer_until, now)


async def occupancy(session: AsyncSession, row: Gathering, now: datetime) -> Occupancy:
    """How full it is now."""
    return (await occupancies(session, row.tenant, [row], now))[row.id]


async def occupancies(
    session: AsyncSession, tenant: str, rows: Sequence[Gathering], now: datetime
) -> Mapping[UUID, Occupancy]:
    """The same of several; an offer whose time is over keeps no seat."""
    return await fullness(session, tenant, {each.id: each.capacity for each in rows}, now)


async def fullness(
    session: AsyncSession, tenant: str, capacities: Mapping[UUID, int | None], now: datetime
) -> Mapping[UUID, Occupancy]:
    """The same by what gatherings are known to hold."""
    given = {"tenant": tenant, "ids": capacities.keys(), "now": now}
    found: dict[UUID, dict[tuple[Place, bool], int]] = {each: {} for each in capacities}
    for key, place, ready, number in (await session.execute(_NUMBERS, given)).all():
        found[key][place, bool(ready)] = number
    return {key: _occupancy(capacity, found[key]) for key, capacity in capacities.items()}


def _occupancy(capacity: int | None, numbers: Mapping[tuple[Place, bool], int]) -> Occupancy:
    def all_of(place: Place) -> int:
        return numbers.get((place, True), 0) + numbers.get((place, False), 0)

    confirmed, offered = all_of(Place.CONFIRMED), all_of(Place.OFFERED)
    return Occupancy(
        confirmed=confirmed,
        offered=offered,
        waiting=numbers.get((Place.WAITING, True), 0),
        pending=numbers.get((Place.WAITING, False), 0),
        free=None if capacity is None else max(capacity - confirmed - offered, 0),
    )


async def standing(
    session: AsyncSession, row: Gathering, mine: Registration, now: datetime
) -> Standing:
    """What somebody is told of their registration; their place in line is counted anew."""
    if mine.place is not Place.WAITING:
        lapsed = mine.place is Place.OFFERED and rules.has_lapsed(mine.answer_until, now)
        place = Place.LAPSED if lapsed else mine.place
        return Standing(mine.id, place, mine.approval, answer_until=mine.answer_until)
    position = None
    if mine.approval is not Approval.PENDING:
        earlier = or_(
            Registration.waiting_since < mine.waiting_since,
            and_(Registration.waiting_since == mine.waiting_since, Registration.id < mine.id),
        )
        before = select(func.count()).where(
            Registration.tenant == row.tenant, of(row), IN_LINE, earlier
        )
        position = 1 + (await session.execute(before)).scalar_one()
    stands = await standing_in(session, row, mine, now)
    return replace(stands, position=position, passed=await _is_passed(session, row, mine))


async def standing_in(
    session: AsyncSession,
    row: Gathering,
    mine: Registration,
    now: datetime,
    full: Full | None = None,
) -> Standing:
    """Why somebody waits, and until when anybody moves up; not where in line."""
    why = Outlook(Why.APPROVAL)
    if mine.approval is not Approval.PENDING:
        known = full or await _full(session, row, now)
        why = rules.why_waiting(*known, rules.claim(mine), mine.approval)
    return Standing(
        mine.id,
        mine.place,
        mine.approval,
        why=why,
        moves_up=rules.moves_up(row, now),
        moves_up_until=rules.last_moment(row) if row.move_up_until else None,
    )


async def _full(session: AsyncSession, row: Gathering, now: datetime) -> Full:
    return await room_of(session, row, local_date(now)), await taken(session, row, now)


async def _is_passed(session: AsyncSession, row: Gathering, mine: Registration) -> bool:
    """Whether the organiser has given a seat to somebody who came later."""
    given = (
        select(SeatChange.id)
        .join(Registration, Registration.id == SeatChange.registration_id)
        .where(Registration.tenant == row.tenant, of(row), Registration.place == Place.CONFIRMED)
        .where(Registration.waiting_since > mine.waiting_since)
        .where(SeatChange.place == Place.CONFIRMED, SeatChange.reason.not_in(["", TAKES_PLACE]))
    )
    return (await session.scalars(given.limit(1))).first() is not None


def closed(row: Gathering, now: datetime) -> str:
    """What is said of the line once nobody is offered a seat by itself; empty before."""
    return "" if rules.moves_up(row, now) else CLOSED


async def to_ask(session: AsyncSession, row: Gathering, now: datetime) -> list[UUID]:
    """For whom there is a seat that nobody is offered by itself any more, in their order."""
    begun = row.starts_at is not None and row.starts_at <= now
    if begun or row.state is GatheringState.CANCELLED or rules.moves_up(row, now):
        return []
    line = await in_line(session, row)
    if not line:
        return []
    moving = rules.moving_up(*await _full(session, row, now), line)
    return [each.registration_id for each in moving]


async def positions(
    session: AsyncSession, row: Gathering | Registration, ids: Collection[UUID]
) -> Mapping[UUID, int]:
    """Where each of them stands among those who wait for a seat of the gathering."""
    number = func.row_number().over(order_by=ORDER).label("number")
    mine = (Registration.tenant == row.tenant, of(row), IN_LINE)
    line = select(Registration.id, number).where(*mine).subquery()
    found = await session.execute(select(line).where(line.c.id.in_(ids)))
    return {each.id: each.number for each in found}


async def changes_of(
    session: AsyncSession, tenant: str, registration_id: UUID
) -> Sequence[SeatChange]:
    """In their order."""
    mine = (SeatChange.tenant == tenant, SeatChange.registration_id == registration_id)
    query = select(SeatChange).where(*mine).order_by(SeatChange.at, SeatChange.id)
    return (await session.scalars(query)).all()
