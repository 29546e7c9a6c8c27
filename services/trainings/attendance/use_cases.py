"""Notes who was there; nothing that was noted is changed, a correction is added."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import delete

from services.trainings.attendance import queries, rules
from services.trainings.attendance.models import AttendanceMark, attendance_marks
from services.trainings.attendance.values import Oddity, Presence, Scanned, Way
from services.trainings.calendar_declines import use_cases as declines
from services.trainings.door_codes import queries as codes
from services.trainings.door_codes import use_cases as codes_at_door
from services.trainings.gatherings import queries as gatherings
from services.trainings.models import GatheringDate, Registration
from services.trainings.promises import use_cases as promises
from services.trainings.seats import use_cases as seats
from shared.contracts.gatherings import Place
from shared.database.reach import crossing
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.person import Me


@dataclass(frozen=True)
class Taken:
    """What became of a scanner's lines."""

    kept: int
    known: int
    strange: int
    """Codes of nobody here."""


async def note_list(
    uow: UnitOfWork,
    me: Me,
    date: GatheringDate,
    ticked: Mapping[UUID, bool],
    reason: str,
    nonce: str,
) -> int:
    """Who is ticked is there, whose tick is gone is not; how many were noted. Raises ``Problem``.

    Whoever was noted otherwise meanwhile, as partly there, stays so.
    """
    way = await _ready(uow, me, date, reason)
    rows = await queries.entrants(uow.session, me.tenant, date.gathering_id, date.id)
    changed = {
        each.registration_id: ticked[each.registration_id]
        for each in rows
        if ticked.get(each.registration_id, each.is_there) != each.is_there
    }
    new = await _new(uow, me, date, [(each, nonce) for each in changed])
    for key, _ in new:
        presence = Presence.PRESENT if changed[key] else Presence.ABSENT
        _add(uow, me, date, key, presence, way=way, reason=reason, nonce=nonce)
    return len(new)


async def note_one(
    uow: UnitOfWork,
    me: Me,
    date: GatheringDate,
    registration_id: UUID,
    presence: Presence,
    units: Decimal | None,
    reason: str,
    nonce: str,
) -> None:
    """As the office says; after the day with a reason. Raises ``Problem``."""
    attended = rules.units(date, presence, units)
    way = await _ready(uow, me, date, reason)
    for key, _ in await _new(uow, me, date, [(registration_id, nonce)]):
        _add(uow, me, date, key, presence, units=attended, way=way, reason=reason, nonce=nonce)


async def scan(
    uow: UnitOfWork, me: Me, date: GatheringDate, entry: Registration, nonce: str
) -> Oddity:
    """Somebody shows their code at the door; raises ``Problem`` if it is too early."""
    rules.refuse_early(date, uow.now)
    await seats.hold(uow, me.tenant, date.gathering_id)
    return await _scan(uow, me, date, entry, uow.now, nonce)


async def take_scans(
    uow: UnitOfWork, me: Me, date: GatheringDate, lines: Collection[Scanned]
) -> Taken:
    """What a scanner has kept while it was off the net: all of it stands, odd ones are flagged."""
    await seats.hold(uow, me.tenant, date.gathering_id)
    kept = known = strange = 0
    for each in sorted(lines, key=lambda one: one.at):
        entry = await codes.owner(uow.session, me.tenant, each.code)
        if entry is None or entry.gathering_id != date.gathering_id:
            strange += 1
        elif await _new(uow, me, date, [(entry.id, each.nonce)]):
            await _scan(uow, me, date, entry, each.at, each.nonce)
            kept += 1
        else:
            known += 1
    return Taken(kept, known, strange)


async def _ready(uow: UnitOfWork, me: Me, date: GatheringDate, reason: str) -> Way:
    rules.refuse_early(date, uow.now)
    await seats.hold(uow, me.tenant, date.gathering_id)
    return rules.way(date, uow.now, reason)


async def _scan(
    uow: UnitOfWork, me: Me, date: GatheringDate, entry: Registration, at: datetime, nonce: str
) -> Oddity:
    if not await _new(uow, me, date, [(entry.id, nonce)]):
        return Oddity.AGAIN
    marks = await queries.history(uow.session, me.tenant, date.id, entry.id)
    odd = rules.oddity(date, at, marks, seat=entry.place is Place.CONFIRMED)
    _add(uow, me, date, entry.id, Presence.PRESENT, way=Way.SCAN, odd=odd, at=at, nonce=nonce)
    await uow.session.flush()
    return odd


async def _new(
    uow: UnitOfWork, me: Me, date: GatheringDate, asked: Collection[tuple[UUID, str]]
) -> list[tuple[UUID, str]]:
    """Those that were not sent before; the gathering is held."""
    nonces = {nonce for _, nonce in asked}
    known = await queries.known_nonces(uow.session, me.tenant, date.id, nonces)
    return [each for each in asked if each not in known]


def _add(
    uow: UnitOfWork,
    me: Me,
    date: GatheringDate,
    registration_id: UUID,
    presence: Presence,
    *,
    way: Way,
    nonce: str,
    units: Decimal | None = None,
    odd: Oddity = Oddity.NONE,
    at: datetime | None = None,
    reason: str = "",
) -> None:
    mark = AttendanceMark(
        tenant=me.tenant,
        id=new_id(),
        registration_id=registration_id,
        date_id=date.id,
        presence=presence,
        units=units,
        way=way,
        oddity=odd,
        at=at or uow.now,
        noted_at=uow.now,
        by_id=me.person_id,
        reason=reason,
        nonce=nonce,
    )
    uow.session.add(mark)


async def date_at_door(uow: UnitOfWork, me: Me, entry: Registration) -> GatheringDate:
    """The one that takes place now; raises ``Problem`` if there is none."""
    dates = await gatherings.dates_of(uow.session, me.tenant, [entry.gathering_id])
    found = queries.at_door(dates[entry.gathering_id], uow.now)
    if found is None:
        raise Problem(409, "too-early", "Nothing takes place now")
    return found


async def forget(uow: UnitOfWork) -> None:
    """Marks and codes of people who are known no more, and of what was over three years ago."""
    over = queries.whose_time_is_over(uow.now)
    gone = delete(attendance_marks).where(attendance_marks.c.registration_id.in_(over))
    await uow.session.execute(crossing(gone))
    await codes_at_door.forget(uow, over)
    await declines.forget(uow, over)
    await promises.forget(uow, over)
