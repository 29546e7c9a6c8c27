"""Who was there: on a date, in all of a gathering, and what was marked about somebody."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.attendance import rules
from services.trainings.attendance.models import AttendanceMark
from services.trainings.attendance.values import (
    COUNTING,
    EARLIEST,
    KEPT,
    THERE,
    Attended,
    Entrant,
    Marked,
    Oddity,
    Presence,
    Seen,
)
from services.trainings.gatherings.values import Whole
from services.trainings.models import Gathering, GatheringDate, Person, Registration
from services.trainings.people.queries import names_of
from shared.clock import local_date
from shared.contracts.gatherings import GatheringKind, Place
from shared.contracts.words import word
from shared.german import short_date
from shared.web.pdf import typeset

_SHEET = Path(__file__).parent / "templates" / "signatures.typ"
Marks = Mapping[UUID, Mapping[UUID, list[Marked]]]
"""By registration, by date."""


def was_attended(
    tenant: ColumnElement[str], gathering_id: ColumnElement[UUID]
) -> ColumnElement[bool]:
    """Whether anybody was seen at any date of a gathering."""
    return (
        exists()
        .where(
            Registration.tenant == tenant,
            Registration.gathering_id == gathering_id,
            AttendanceMark.registration_id == Registration.id,
            AttendanceMark.presence.in_([Presence.PRESENT, Presence.PARTLY]),
        )
        .correlate_except(Registration, AttendanceMark)
    )


async def entrants(
    session: AsyncSession, tenant: str, gathering_id: UUID, date_id: UUID
) -> list[Entrant]:
    """By name: everybody with a seat, and who was there without one."""
    marks = await _marks(session, tenant, AttendanceMark.date_id == date_id)
    there = Registration.id.in_(marks)
    rows = await _registrations(session, tenant, gathering_id, there)
    names = await _sorted_names(session, tenant, [each.person_id for each in rows])
    found = [_entrant(each, marks[each.id][date_id], names) for each in rows]
    place = {person_id: number for number, person_id in enumerate(names)}
    return sorted(found, key=lambda each: (place.get(each.person_id, len(place)), each.name))


async def seen(session: AsyncSession, tenant: str, *which: ColumnElement[bool]) -> list[Seen]:
    """Who was at which of the dates that took place, by the mark that holds."""
    mark = AttendanceMark
    order = (mark.at.desc(), mark.noted_at.desc(), mark.id.desc())
    rank = func.row_number().over(partition_by=(mark.registration_id, mark.date_id), order_by=order)
    theirs = (
        select(mark.registration_id, mark.date_id, mark.presence, mark.units, rank.label("rank"))
        .join(GatheringDate, GatheringDate.id == mark.date_id)
        .join(Registration, Registration.id == mark.registration_id)
        .where(mark.tenant == tenant, mark.oddity.in_(COUNTING), *which)
        .subquery()
    )
    query = (
        select(
            Registration.person_id,
            Registration.carrier_id,
            Registration.gathering_id,
            GatheringDate.id,
            GatheringDate.starts_at,
            GatheringDate.units,
            theirs.c.presence,
            theirs.c.units,
        )
        .join(theirs, theirs.c.registration_id == Registration.id)
        .join(GatheringDate, GatheringDate.id == theirs.c.date_id)
        .where(
            Registration.tenant == tenant,
            GatheringDate.cancelled.is_(False),
            theirs.c.rank == 1,
            theirs.c.presence.in_(THERE),
        )
    )
    return [Seen(*row) for row in (await session.execute(query)).all()]


async def present(session: AsyncSession, tenant: str, gathering_id: UUID) -> list[UUID]:
    """Who was there on any date, for its minutes; where nobody was marked, whoever has a seat."""
    found = await attended(session, tenant, gathering_id)
    there = [each for each in found if any(mark.is_there for mark in each.marks.values())]
    marked = any(each.marks for each in found)
    return [each.person_id for each in (there if marked else found)]


async def attended(session: AsyncSession, tenant: str, gathering_id: UUID) -> list[Attended]:
    """Everybody with a seat or a mark, once, with the marks that hold."""
    mine = select(Registration.id).where(
        Registration.tenant == tenant, Registration.gathering_id == gathering_id
    )
    marks = await _marks(session, tenant, AttendanceMark.registration_id.in_(mine))
    by_person: defaultdict[UUID, list[Registration]] = defaultdict(list)
    for row in await _registrations(session, tenant, gathering_id, Registration.id.in_(marks)):
        by_person[row.person_id].append(row)
    return [_of_one(rows, marks) for rows in by_person.values()]


def _of_one(rows: Sequence[Registration], marks: Marks) -> Attended:
    """Somebody who left and came again is one: by the seat they have, else by the last."""
    *earlier, newest = sorted(rows, key=lambda each: (each.place is Place.CONFIRMED, each.id))
    days: defaultdict[UUID, list[Marked]] = defaultdict(list)
    for row in rows:
        for day, found in marks[row.id].items():
            days[day] += found
    return Attended(
        newest.id,
        newest.person_id,
        {day: held for day, found in days.items() if (held := rules.holding(found))},
        tuple(each.id for each in earlier),
    )


async def noted(session: AsyncSession, tenant: str, ids: Collection[UUID]) -> set[UUID]:
    """Of these the gatherings at which somebody was seen, or was missed."""
    query = select(GatheringDate.gathering_id).join(
        AttendanceMark, AttendanceMark.date_id == GatheringDate.id
    )
    theirs = (GatheringDate.tenant == tenant, GatheringDate.gathering_id.in_(ids))
    return set(await session.scalars(query.where(*theirs).distinct()))


async def was_there(
    session: AsyncSession, tenant: str, registration_id: UUID, known_at: datetime | None = None
) -> bool:
    """On any date, by what we know or knew then; then only the office takes somebody off."""
    marks = await _marks(session, tenant, AttendanceMark.registration_id == registration_id)
    days = [
        [each for each in day if known_at is None or each.noted_at <= known_at]
        for day in marks[registration_id].values()
    ]
    return any((held := rules.holding(each)) is not None and held.is_there for each in days)


async def history(
    session: AsyncSession, tenant: str, date_id: UUID, registration_id: UUID
) -> Sequence[Marked]:
    """Every mark of somebody on a date, in the order in which we learnt of them."""
    theirs = AttendanceMark.registration_id == registration_id
    marks = await _marks(session, tenant, theirs, AttendanceMark.date_id == date_id)
    return marks[registration_id][date_id]


async def standing(
    session: AsyncSession, tenant: str, date_id: UUID, registration_id: UUID
) -> Marked | None:
    """The mark that holds."""
    return rules.holding(await history(session, tenant, date_id, registration_id))


def whose_time_is_over(now: datetime) -> Select[UUID]:
    """Registrations for what ended three years ago, or of people who are known no more."""
    theirs = (Person.person_id == Registration.person_id, Person.tenant == Registration.tenant)
    known = select(Person.person_id).where(*theirs).exists()
    past = select(Gathering.id).where(Gathering.ends_at < now - KEPT)
    return select(Registration.id).where(or_(~known, Registration.gathering_id.in_(past)))


async def known_nonces(
    session: AsyncSession, tenant: str, date_id: UUID, nonces: Collection[str]
) -> set[tuple[UUID, str]]:
    """What was sent before."""
    query = select(AttendanceMark.registration_id, AttendanceMark.nonce).where(
        AttendanceMark.tenant == tenant,
        AttendanceMark.date_id == date_id,
        AttendanceMark.nonce.in_(nonces),
    )
    return {(each.registration_id, each.nonce) for each in await session.execute(query)}


async def _registrations(
    session: AsyncSession, tenant: str, gathering_id: UUID, there: ColumnElement[bool]
) -> Sequence[Registration]:
    seated = or_(Registration.place == Place.CONFIRMED, there)
    query = select(Registration).where(
        Registration.tenant == tenant, Registration.gathering_id == gathering_id, seated
    )
    return (await session.scalars(query.order_by(Registration.id))).all()


async def _marks(session: AsyncSession, tenant: str, *which: ColumnElement[bool]) -> Marks:
    query = select(AttendanceMark).where(AttendanceMark.tenant == tenant, *which)
    order = (AttendanceMark.noted_at, AttendanceMark.at, AttendanceMark.id)
    rows = (await session.scalars(query.order_by(*order))).all()
    names = await names_of(session, tenant, {each.by_id for each in rows if each.by_id})
    found: dict[UUID, dict[UUID, list[Marked]]] = defaultdict(lambda: defaultdict(list))
    for each in rows:
        by = names.get(each.by_id, "") if each.by_id else ""
        found[each.registration_id][each.date_id].append(_marked(each, by))
    return found


def _marked(each: AttendanceMark, by: str) -> Marked:
    return Marked(
        registration_id=each.registration_id,
        date_id=each.date_id,
        presence=each.presence,
        units=each.units,
        way=each.way,
        oddity=each.oddity,
        at=each.at,
        noted_at=each.noted_at,
        by=by,
        reason=each.reason,
    )


def _entrant(row: Registration, marks: Sequence[Marked], names: Mapping[UUID, str]) -> Entrant:
    return Entrant(
        registration_id=row.id,
        person_id=row.person_id,
        name=names.get(row.person_id, "ehemalige Fachkraft"),
        has_seat=row.place is Place.CONFIRMED,
        mark=rules.holding(marks),
        odd=any(each.oddity is not Oddity.NONE for each in marks),
    )


async def _sorted_names(
    session: AsyncSession, tenant: str, ids: Collection[UUID]
) -> Mapping[UUID, str]:
    """What people are called, by family name."""
    theirs = (Person.tenant == tenant, Person.person_id.in_(ids))
    query = select(Person.person_id, Person.given_name, Person.family_name).where(*theirs)
    rows = sorted(
        (await session.execute(query)).all(),
        key=lambda each: (each.family_name.casefold(), each.given_name.casefold()),
    )
    return {each.person_id: f"{each.given_name} {each.family_name}" for each in rows}


def at_door(dates: Sequence[GatheringDate], now: datetime) -> GatheringDate | None:
    """The date for which people come in: of today, the last one that has been opened."""
    today = [each for each in dates if not each.cancelled and each.day == local_date(now)]
    return next((each for each in reversed(today) if now >= each.starts_at - EARLIEST), None)


def next_at_door(dates: Sequence[GatheringDate], now: datetime) -> GatheringDate | None:
    """The one for which it is too early still."""
    return next((each for each in dates if not each.cancelled and each.ends_at > now), None)


def has_opened(date: GatheringDate, now: datetime) -> bool:
    """Whether people are marked already."""
    return now >= date.starts_at - EARLIEST


async def sheet_of(session: AsyncSession, row: Whole) -> bytes:
    """The list to sign: who has a seat, and a field for each day."""
    rows = await _registrations(session, row.tenant, row.id, false())
    names = await _sorted_names(session, row.tenant, [each.person_id for each in rows])
    place = next((each.place for each in row.held if each.place), "")
    content = {
        "title": f"Unterschriften: {row.title}",
        "lines": list(filter(None, [word(GatheringKind, row.kind), place])),
        "days": [f"{short_date(each.day)}, {each.slot.in_words}" for each in row.held],
        "names": list(names.values()),
    }
    return await typeset(_SHEET, content)
