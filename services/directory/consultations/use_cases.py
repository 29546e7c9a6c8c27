"""Asks for consultations, names appointments, and brings them to their end."""

from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import and_, or_, update

from services.directory.consultations import queries, rules
from services.directory.consultations.models import ConsultationRow
from services.directory.consultations.values import (
    Appointment,
    Asker,
    Consultation,
    Request,
    State,
    Way,
)
from services.directory.people.use_cases import lock_person
from shared.clock import BERLIN, local_date
from shared.contracts.consultations import (
    ConsultationOutcome,
    ConsultationRequested,
    ConsultationScheduled,
    ConsultationSettled,
)
from shared.database.reach import crossing
from shared.database.tables import table_of
from shared.messaging.unit_of_work import UnitOfWork
from shared.retention.sparing import unheld
from shared.web.problem import Problem
from shared.web.sessions.person import Me

MOST_WAITING = 5
"""Of one asker: each of them sends the office a mail."""
MOST_BY_LINK = 3
"""On one day: whoever finds a mail might be anybody."""
KEPT = timedelta(days=30)
"""What was written, after the end."""


async def request(uow: UnitOfWork, me: Asker, asked: Request) -> ConsultationRow:
    """Store it, and tell the office; raises ``Problem`` while too many of theirs wait."""
    if await queries.count_waiting(uow.session, me) >= MOST_WAITING:
        raise Problem(409, "too-many-consultations", "Enough of yours wait already")
    row = ConsultationRow(
        tenant=me.tenant,
        asker_id=me.person_id,
        asked_as=me.role,
        organization_id=me.organization_id,
        asked_at=uow.now,
        asked_by=asked.asked_by,
        topic=asked.topic,
        note=asked.note,
        state=State.REQUESTED,
    )
    uow.session.add(row)
    await uow.session.flush()
    by_link = row.asker_id if asked.asked_by is Way.LINK else None
    uow.announce(ConsultationRequested(consultation_id=row.id, person_id=by_link), me.cause)
    return row


async def request_by_link(uow: UnitOfWork, asker: Asker, asked: Request) -> ConsultationRow:
    """The same for the holder of a link, so often a day; raises ``Problem``, ``NoResultFound``."""
    await lock_person(uow, asker.person_id)
    day = datetime.combine(local_date(uow.now), time(), BERLIN)
    if await queries.count_by_link(uow.session, asker, day) >= MOST_BY_LINK:
        raise Problem(409, "too-many-by-link", "Enough has come by this link today")
    return await request(uow, asker, asked)


async def schedule(
    uow: UnitOfWork, me: Me, consultation_id: UUID, seen: int, wanted: Appointment
) -> None:
    """Name the appointment, or move it, and tell the asker.

    Raises ``NoResultFound``; ``Problem``, also if it has another version than was ``seen``.
    """
    row = await queries.row(uow.session, me, consultation_id)
    rules.refuse_change(row.state, State.SCHEDULED)
    rules.refuse_moment(wanted.starts_at, uow.now)
    if row.version != seen:
        raise Problem(409, "overtaken", "Somebody else has changed this meanwhile")
    row.revision += row.starts_at is not None
    row.state, row.starts_at = State.SCHEDULED, wanted.starts_at
    row.minutes, row.place = wanted.minutes, wanted.place
    await uow.session.flush()
    told = ConsultationScheduled(consultation_id=row.id, person_id=row.asker_id)
    uow.announce(told, me.cause)


async def mark_held(uow: UnitOfWork, me: Me, consultation_id: UUID) -> None:
    """The talk has taken place; raises ``NoResultFound``, ``Problem``."""
    row = await queries.row(uow.session, me, consultation_id)
    rules.refuse_change(row.state, State.HELD)
    rules.refuse_unheld(row.starts_at, uow.now)
    row.state = State.HELD


async def close(uow: UnitOfWork, me: Me, consultation_id: UUID) -> None:
    """Nothing is left to do for the office; raises ``NoResultFound``, ``Problem``."""
    row = await queries.row(uow.session, me, consultation_id)
    rules.refuse_change(row.state, State.CLOSED)
    held = row.state is State.HELD
    outcome = ConsultationOutcome.COMPLETED if held else ConsultationOutcome.CLOSED
    _settle(uow, me, row, State.CLOSED, outcome)


async def withdraw(
    uow: UnitOfWork, me: Asker, consultation_id: UUID, *, by_link: bool = False
) -> None:
    """Whoever asked does not need it any more; raises ``NoResultFound``, ``Problem``."""
    row = await queries.row(uow.session, me, consultation_id)
    rules.refuse_change(row.state, State.WITHDRAWN)
    _settle(uow, me, row, State.WITHDRAWN, ConsultationOutcome.WITHDRAWN, by_link=by_link)


async def forget_words(uow: UnitOfWork) -> bool:
    """What was written about those that ended long ago, closed or only held; they are counted on.

    Nobody knows when a talk without an appointment took place: it is given twice as long.
    """
    written = or_(ConsultationRow.note != "", ConsultationRow.place != "")
    talked = or_(
        ConsultationRow.starts_at < uow.now - KEPT,
        and_(ConsultationRow.starts_at.is_(None), ConsultationRow.asked_at < uow.now - 2 * KEPT),
    )
    held = and_(ConsultationRow.settled_at.is_(None), ConsultationRow.state == State.HELD, talked)
    free = await unheld(uow, table_of(ConsultationRow))
    for ended in (ConsultationRow.settled_at < uow.now - KEPT, held):
        emptied = update(ConsultationRow).where(ended, written, free).values(note="", place="")
        await uow.session.execute(crossing(emptied))
    return False


def calendar_file(found: Consultation, now: datetime, url: str = "") -> bytes:
    """The appointment for a calendar; raises ``Problem`` where there is none."""
    if found.appointment is None:
        raise Problem(404, "no-appointment", "There is no appointment")
    return rules.calendar_file(found.id, found.called_off, found.appointment, now, url)


def _settle(
    uow: UnitOfWork,
    me: Asker,
    row: ConsultationRow,
    state: State,
    outcome: ConsultationOutcome,
    *,
    by_link: bool = False,
) -> None:
    row.revision += row.starts_at is not None and row.starts_at > uow.now
    row.state, row.settled_at = state, uow.now
    told = ConsultationSettled(
        consultation_id=row.id, person_id=row.asker_id, outcome=outcome, by_link=by_link
    )
    uow.announce(told, me.cause)
