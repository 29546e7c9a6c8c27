"""Somebody's seats as they are now, whether a mail about one is still true, and who is reminded."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.deliveries.values import (
    Channel,
    Hold,
    Needless,
    Occasion,
    State,
    Verdict,
)
from services.notifications.dispatches import queries as dispatches
from services.notifications.gatherings import rules
from services.notifications.gatherings.models import (
    CalendarEntry,
    Gathering,
    Registration,
    Reminded,
)
from services.notifications.gatherings.values import (
    FOLLOWING,
    GATHERING_KINDS,
    GONE,
    INVITED,
    INVITING,
    RELEASED,
    UNINVITED,
    Invite,
    Others,
    Seat,
    Slot,
)
from services.notifications.matters.values import Offer
from services.notifications.models import deliveries, messages
from services.notifications.recipients import queries as recipients
from services.notifications.values import Candidate, Directory, Notice, Owed
from shared.contracts.gatherings import GatheringState, Place
from shared.database.lists import in_list
from shared.database.reach import crossing
from shared.database.tables import Tenant
from shared.web.sessions.models import access

_SEATS = (
    select(Registration, Gathering, access.c.grants)
    .join(Gathering, Gathering.gathering_id == Registration.gathering_id)
    .outerjoin(access, access.c.person_id == Registration.person_id)
    .where(in_list(Registration.registration_id.expression, "ids"))
)
_ENTRIES = (
    select(CalendarEntry, Registration.person_id, Registration.gathering_id)
    .join(Registration, Registration.registration_id == CalendarEntry.registration_id)
    .where(in_list(Registration.person_id.expression, "people"))
    .order_by(CalendarEntry.sequence)
)
"""Of earlier registrations of the same people, too."""
_OTHERS = select(
    Registration.registration_id,
    Registration.person_id,
    Registration.gathering_id,
    Registration.place,
).where(in_list(Registration.person_id.expression, "people"))
_GATHERINGS = select(Gathering).where(in_list(Gathering.gathering_id.expression, "ids"))
_GRANTS = select(access.c.person_id, access.c.grants).where(in_list(access.c.person_id, "people"))
_THERE = select(Registration.person_id, Registration.gathering_id).where(
    in_list(Registration.gathering_id.expression, "ids"),
    in_list(Registration.person_id.expression, "people"),
    Registration.place.not_in(GONE),
)
_INVITATIONS = (
    select(
        messages.c.id,
        messages.c.subject_id,
        messages.c.kind,
        messages.c.happened_at,
        deliveries.c.state,
    )
    .join(deliveries, deliveries.c.message_id == messages.c.id)
    .where(
        in_list(messages.c.person_id, "people"),
        messages.c.kind.in_([INVITED.value, UNINVITED.value]),
        deliveries.c.channel == Channel.MAIL,
    )
    .order_by(messages.c.happened_at)
)
GOING_OUT = timedelta(minutes=1)
"""So long what follows an invitation waits for it, while it is on its way."""
_SEATED = Registration.place == Place.CONFIRMED


async def with_seats(
    session: AsyncSession, directory: Directory, owed: Sequence[Owed]
) -> Directory:
    """The same with what these messages of a municipality are about, as it is."""
    notices = [each for each in owed if isinstance(each, Notice)]
    about = [each for each in notices if each.kind in GATHERING_KINDS]
    seats = await _registered(session, about) if about else {}
    invited = [each for each in notices if each.kind in INVITING]
    seats |= await _invited(session, invited) if invited else {}
    return replace(directory, seats=seats) if seats else directory


async def _registered(session: AsyncSession, about: Sequence[Notice]) -> dict[UUID, Seat]:
    ids = {each.subject_id for each in about}
    here = Registration.tenant == about[0].tenant
    rows = (await session.execute(_SEATS.where(here), {"ids": list(ids)})).all()
    told = await _told(session, about[0].tenant, {each.person_id for each, *_ in rows})
    released = {each.subject_id for each in about if each.kind == RELEASED}
    over = [row for row, *_ in rows if row.registration_id in released]
    others = await _others(session, about[0].tenant, over) if over else {}
    return {
        row.registration_id: rules.seat_in(
            row,
            gathering,
            grants or (),
            told[row.person_id, row.gathering_id],
            others.get(row.registration_id, ()),
        )
        for row, gathering, grants in rows
    }


async def _others(
    session: AsyncSession, tenant: Tenant, over: Sequence[Registration]
) -> Mapping[UUID, Others]:
    """What else those have or had in the same gatherings, by the registration that is over."""
    query = _OTHERS.where(Registration.tenant == tenant)
    rows = (await session.execute(query, {"people": [each.person_id for each in over]})).all()
    return {
        each.registration_id: [
            (row.registration_id, row.place)
            for row in rows
            if (row.person_id, row.gathering_id) == (each.person_id, each.gathering_id)
            and row.registration_id != each.registration_id
        ]
        for each in over
    }


async def _invited(session: AsyncSession, about: Sequence[Notice]) -> dict[UUID, Seat]:
    """What they are invited to, and whether they have registered already."""
    here, people = about[0].tenant, [each.person_id for each in about]
    ids = list({UUID(each.payload["gathering_id"]) for each in about})
    query = _GATHERINGS.where(Gathering.tenant == here)
    known = {each.gathering_id: each for each in await session.scalars(query, {"ids": ids})}
    given = {"ids": ids, "people": people}
    there = await session.execute(_THERE.where(Registration.tenant == here), given)
    taken = {(row.person_id, row.gathering_id) for row in there}
    rows = await session.execute(_GRANTS, {"people": people})
    grants = {row.person_id: row.grants for row in rows}
    return {
        each.subject_id: rules.invited_seat(
            each,
            known[key],
            grants.get(each.person_id, ()),
            registered=(each.person_id, key) in taken,
        )
        for each in about
        if (key := UUID(each.payload["gathering_id"])) in known
    }


async def offers(
    session: AsyncSession, tenant: Tenant, ids: Collection[UUID]
) -> Mapping[UUID, Offer]:
    """These gatherings, and how many wait for a seat in each."""
    waits = (Registration.place == Place.WAITING, Registration.approval.in_(rules.READY))
    mine = (Registration.tenant == tenant, in_list(Registration.gathering_id.expression, "ids"))
    counted = select(Registration.gathering_id, func.count().label("number")).where(*mine, *waits)
    given = {"ids": list(ids)}
    line = await session.execute(counted.group_by(Registration.gathering_id), given)
    waiting = {each.gathering_id: each.number for each in line}
    rows = await session.scalars(_GATHERINGS.where(Gathering.tenant == tenant), given)
    return {
        each.gathering_id: rules.offer(each, waiting.get(each.gathering_id, 0)) for each in rows
    }


async def judge_seats(
    occasion: Occasion, candidates: Sequence[Candidate]
) -> Mapping[UUID, Verdict]:
    """Nobody is told of a seat what is not so any more, by copies as new as the fact."""
    notices = [each.owed for each in candidates if isinstance(each.owed, Notice)]
    about = [each for each in notices if each.kind in (*GATHERING_KINDS, *INVITING)]
    needless = rules.needless(about, occasion.directory.seats, occasion.now)
    return {each: Needless() for each in needless}


async def judge_invitations(
    occasion: Occasion, candidates: Sequence[Candidate]
) -> Mapping[UUID, Verdict]:
    """Whoever never had an invitation does not hear that it is over; what is over goes to none."""
    notices = [each.owed for each in candidates if isinstance(each.owed, Notice)]
    about = [each for each in notices if each.kind in INVITING]
    if not about:
        return {}
    here = {each.id for each in about}
    given = {"people": list({each.person_id for each in about})}
    rows = (await occasion.session.execute(_INVITATIONS, given)).all()
    asked = [row for row in rows if row.kind == INVITED.value and row.id not in here]
    mailed = {row.subject_id for row in asked if row.state == State.SENT}
    going = {row.subject_id for row in asked if row.state == State.LEASED} - mailed
    ended = {row.subject_id: row.happened_at for row in rows if row.kind == UNINVITED.value}
    found: dict[UUID, Verdict] = {
        each: Needless() for each in rules.unheard(about, mailed | going, ended)
    }
    held = [each for each in about if each.kind in FOLLOWING and each.subject_id in going]
    later = Hold(occasion.now + GOING_OUT)
    return {each.id: later for each in held} | found


async def held_within(session: AsyncSession, first: date, last: date) -> Sequence[Gathering]:
    """Those of any municipality that may have a date on one of these days."""
    query = select(Gathering).where(Gathering.last_day >= first, Gathering.first_day <= last)
    held = Gathering.state.in_([GatheringState.OPEN, GatheringState.CLOSED])
    return (await session.scalars(crossing(query.where(held)))).all()


async def reminded_of(
    session: AsyncSession, date_ids: Collection[UUID]
) -> set[tuple[UUID, str, date]]:
    """What of these dates has been brought to mind."""
    query = select(Reminded).where(in_list(Reminded.date_id.expression, "ids"))
    rows = await session.scalars(crossing(query), {"ids": list(date_ids)})
    return {(each.date_id, each.lead, each.day) for each in rows}


async def seated(session: AsyncSession, tenant: Tenant, gathering_id: UUID) -> dict[UUID, UUID]:
    """The registrations of those with a seat, by person."""
    return await _people(session, tenant, gathering_id, _SEATED)


async def registered_for(session: AsyncSession, tenant: Tenant, gathering_id: UUID) -> list[UUID]:
    """Every registration, whatever has become of it."""
    mine = (Registration.tenant == tenant, Registration.gathering_id == gathering_id)
    return [*await session.scalars(select(Registration.registration_id).where(*mine))]


async def readers(session: AsyncSession, tenant: Tenant, gathering_id: UUID) -> dict[UUID, UUID]:
    """The same with those who had one and apologised."""
    return await _people(session, tenant, gathering_id, or_(_SEATED, Registration.apologised))


async def _people(
    session: AsyncSession, tenant: Tenant, gathering_id: UUID, who: ColumnElement[bool]
) -> dict[UUID, UUID]:
    """Whoever has a seat by that registration, although they gave up an earlier one."""
    mine = (Registration.tenant == tenant, Registration.gathering_id == gathering_id)
    query = select(Registration.person_id, Registration.registration_id).where(*mine, who)
    rows = await session.execute(query.order_by(_SEATED, Registration.registration_id))
    return {row.person_id: row.registration_id for row in rows}


async def invited(
    session: AsyncSession, date_id: UUID, addresses: Collection[str]
) -> tuple[CalendarEntry, Registration] | None:
    """Who of those with a seat was invited at one of these addresses, in small letters."""
    query = (
        select(CalendarEntry, Registration)
        .join(Registration, Registration.registration_id == CalendarEntry.registration_id)
        .where(CalendarEntry.date_id == date_id, Registration.place == Place.CONFIRMED)
    )
    rows = (await session.execute(crossing(query))).all()
    if not rows:
        return None
    people = {entry.person_id for _, entry in rows}
    here = await recipients.reachable_at(session, rows[0][1].tenant, addresses)
    there = await dispatches.sent_to(session, people, addresses)
    found = [row for row in rows if row[1].person_id in {each.person_id for each in here} | there]
    return (found[0][0], found[0][1]) if len(found) == 1 else None


async def _told(
    session: AsyncSession, tenant: Tenant, people: Collection[UUID]
) -> Mapping[tuple[UUID, UUID], Mapping[UUID, Invite]]:
    """What the calendars of these were told last: by person and gathering, and by date."""
    found: defaultdict[tuple[UUID, UUID], dict[UUID, Invite]] = defaultdict(dict)
    here = CalendarEntry.tenant == tenant
    for row, person_id, gathering_id in await session.execute(
        _ENTRIES.where(here), {"people": list(people)}
    ):
        slot = Slot(row.day, row.starts, row.ends, row.place)
        told = Invite(row.registration_id, row.date_id, row.sequence, row.cancelled, slot)
        found[person_id, gathering_id][row.date_id] = told
    return found
