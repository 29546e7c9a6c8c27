"""Notes what calendars were told and what they answer, reminds those with a seat, and forgets."""

from asyncio import to_thread
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import delete, select, update

from services.notifications.gatherings import queries, rules
from services.notifications.gatherings.models import (
    CalendarEntry,
    Gathering,
    Registration,
    Reminded,
    calendar_entries,
    registrations,
    reminded,
)
from services.notifications.gatherings.values import DAYS, DECLINED, MINUTES, Answered, Lead
from services.notifications.messages import use_cases as messages
from services.notifications.messages.values import Telling
from services.notifications.values import Mail
from shared.clock import local_date
from shared.contracts.gatherings import DateFact
from shared.contracts.notifications import CalendarDeclined, LetterKind
from shared.database.reach import crossing
from shared.database.tables import row_of
from shared.database.writes import insert_rows, upsert_rows
from shared.ids import new_id
from shared.messaging.event import SANDBOX, Cause
from shared.messaging.router import Received
from shared.messaging.unit_of_work import UnitOfWork


async def note_sent(uow: UnitOfWork, mails: Sequence[Mail]) -> None:
    """What the calendars of those have been told by these mails."""
    rows = [
        row_of(CalendarEntry)(
            tenant=mail.tenant,
            registration_id=each.registration_id,
            date_id=each.date_id,
            sequence=each.sequence,
            cancelled=each.cancelled,
            day=each.slot.day,
            starts=each.slot.starts,
            ends=each.slot.ends,
            place=each.slot.place,
            sent_at=uow.now,
            declined_at=None,
        )
        for mail in mails
        for each in mail.content.invites
    ]
    if rows:
        await upsert_rows(uow.session, calendar_entries, rows)


async def remind(uow: UnitOfWork) -> None:
    """Everybody who has a seat now in what is held soon, each once; nothing is stored earlier."""
    days = rules.days_ahead(local_date(uow.now))
    found = [
        (gathering, *each)
        for gathering in await queries.held_within(uow.session, *days)
        for each in rules.due(gathering, uow.now)
        if gathering.tenant != SANDBOX
    ]
    if not found:
        return
    done = await queries.reminded_of(uow.session, {each.date_id for _, each, *_ in found})
    for gathering, fact, lead, kind in found:
        if (fact.date_id, lead.value, fact.day) not in done:
            await _remind(uow, gathering, fact, lead, kind)


async def tell_of_minutes(
    uow: UnitOfWork, event: Received[Any], gathering_id: UUID, *, correction: int
) -> None:
    """Who has a seat, or apologised; nobody hears of the same publication twice."""
    if event.tenant == SANDBOX:
        return
    people = await queries.readers(uow.session, event.tenant, gathering_id)
    telling = Telling(
        kind=MINUTES,
        fact=event.message.id,
        happened_at=event.message.time,
        cause=event.cause,
        payload={"correction": correction},
    )
    if people:
        messages.tell(uow.bulk, telling, people)


async def take_answer(
    uow: UnitOfWork, date_id: UUID, uid: str, calendar: bytes, senders: Collection[str]
) -> Answered:
    """What a calendar says to a date; one that does not come is asked about, once for each change.

    Nobody loses a seat by it. Whose it is follows from whom we have invited at that address.
    """
    said = await to_thread(rules.read_answer, calendar)
    if said is None:
        return Answered.BROKEN
    addresses = said.attendees or senders
    found = await queries.invited(uow.session, date_id, addresses)
    if found is None or said.uid != uid:
        return Answered.FOREIGN
    entry, registration = found
    late = said.sequence is not None and said.sequence < entry.sequence
    if not said.declines or late or entry.cancelled:
        return Answered.COMES
    return await _ask(uow, entry, registration)


async def forget(uow: UnitOfWork, person_ids: Collection[UUID]) -> None:
    """Who was erased is registered for nothing, and has no calendar."""
    theirs = registrations.c.person_id.in_(person_ids)
    mine = select(registrations.c.registration_id).where(theirs)
    entries = delete(calendar_entries).where(calendar_entries.c.registration_id.in_(mine))
    await uow.session.execute(crossing(entries))
    await uow.session.execute(crossing(delete(registrations).where(theirs)))


async def forget_registrations(uow: UnitOfWork, registration_ids: Collection[UUID]) -> None:
    """What the trainings keep no more."""
    mine = calendar_entries.c.registration_id.in_(registration_ids)
    await uow.session.execute(crossing(delete(calendar_entries).where(mine)))


async def forget_older(uow: UnitOfWork) -> None:
    """Nobody is reminded of what is past."""
    past = delete(reminded).where(reminded.c.day < local_date(uow.now))
    await uow.session.execute(crossing(past))


async def _ask(uow: UnitOfWork, entry: CalendarEntry, registration: Registration) -> Answered:
    table, key = calendar_entries, registration.registration_id
    mine = (table.c.registration_id == key, table.c.date_id == entry.date_id)
    change = update(table).where(*mine, table.c.declined_at.is_(None)).values(declined_at=uow.now)
    noted = await uow.session.execute(crossing(change.returning(table.c.date_id)))
    if noted.first() is None:
        return Answered.KNOWN
    cause = Cause(registration.tenant, new_id())
    uow.announce(CalendarDeclined(registration_id=key, date_id=entry.date_id), cause)
    telling = Telling(
        kind=DECLINED,
        fact=uuid5(key, f"{entry.date_id} {entry.sequence}"),
        happened_at=uow.now,
        cause=cause,
        payload={"date_id": str(entry.date_id), "day": entry.day.isoformat()},
    )
    messages.tell(uow.bulk, telling, {registration.person_id: key})
    return Answered.PROPOSED


async def _remind(
    uow: UnitOfWork, gathering: Gathering, fact: DateFact, lead: Lead, kind: LetterKind
) -> None:
    people = await queries.seated(uow.session, gathering.tenant, gathering.gathering_id)
    telling = Telling(
        kind=kind,
        fact=_fact_of(fact.date_id, lead, fact.day),
        happened_at=uow.now,
        cause=Cause(gathering.tenant, new_id()),
        payload={"date_id": str(fact.date_id), "day": fact.day.isoformat()},
    )
    if people:
        messages.tell(uow.bulk, telling, people)
    row = row_of(Reminded)(
        tenant=gathering.tenant,
        date_id=fact.date_id,
        lead=lead.value,
        day=fact.day,
        people=len(people),
    )
    await insert_rows(uow.session, reminded, [row], ignore_conflicts=True)


def _fact_of(date_id: UUID, lead: Lead, day: date) -> UUID:
    return uuid5(date_id, f"{DAYS[lead]} {day}")
