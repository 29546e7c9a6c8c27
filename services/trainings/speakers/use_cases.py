"""Writes down who was elected, and when their time ends."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from services.trainings.decisions import queries as decisions
from services.trainings.people import queries as people
from services.trainings.seats import use_cases as seats
from services.trainings.speakers import queries
from services.trainings.speakers.forms import SpeakerForm
from services.trainings.speakers.models import Speaker
from shared.clock import local_date
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import FieldError, Problem
from shared.web.sessions.person import Me

LONGEST = timedelta(days=5 * 366)


async def elect(uow: UnitOfWork, me: Me, gathering_id: UUID, given: SpeakerForm) -> None:
    """For the whole series; raises ``Problem``."""
    row = await seats.hold(uow, me.tenant, gathering_id)
    _refuse_period(given.since, given.until)
    called = await people.called(uow.session, me.tenant, given.who)
    if len(called) != 1:
        raise _refused("several-called" if called else "nobody-called", "who")
    person_id = called[0].person_id
    same = (Speaker.person_id == person_id, Speaker.since <= given.until)
    query = select(Speaker.id).where(*queries.of(row), *same, Speaker.until >= given.since)
    if (await uow.session.scalars(query)).first() is not None:
        raise _refused("elected", "who")
    taken = await decisions.of_gathering(uow.session, me.tenant, gathering_id)
    uow.session.add(
        Speaker(
            tenant=row.tenant,
            id=new_id(),
            gathering_id=row.id,
            series_id=row.series_id,
            person_id=person_id,
            since=given.since,
            until=given.until,
            decision_id={str(each.id): each.id for each in taken}.get(given.decision),
        )
    )


async def end(uow: UnitOfWork, me: Me, gathering_id: UUID, speaker_id: UUID) -> None:
    """Today is the last day; whose time has not begun is taken out. Raises ``Problem``."""
    row = await seats.hold(uow, me.tenant, gathering_id)
    found = await queries.one(uow.session, row, speaker_id)
    today = local_date(uow.now)
    if found.until < today:
        raise Problem(409, "over", "Their time is over")
    if found.since > today:
        await uow.session.delete(found)
    else:
        found.until = today


def _refuse_period(since: date, until: date) -> None:
    if not since <= until <= since + LONGEST:
        raise _refused("ends-before", "until")


def _refused(code: str, field: str) -> Problem:
    return Problem(409, code, "Not possible", errors=[FieldError(field, "is not possible")])
