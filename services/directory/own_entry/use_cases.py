"""Stores what somebody shows of themselves."""

from uuid import UUID

from sqlalchemy.exc import NoResultFound

from services.directory.own_entry import queries
from services.directory.own_entry.forms import MOST_HOURS, EntryForm, HourForm
from services.directory.people.queries import people_by_id
from services.directory.people.use_cases import entry_of
from services.directory.presences.use_cases import end_presence, set_presence
from shared.clock import local_date
from shared.contracts.directory import EntryChosen
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import FieldError, Problem
from shared.web.sessions.person import Me


async def add_hour(uow: UnitOfWork, me: Me, given: HourForm) -> None:
    """It holds at once; raises ``Problem``."""
    found = await queries.own(uow.session, me, local_date(uow.now))
    if found is None:
        raise NoResultFound
    if given.school_number not in dict(queries.schools_of(found)):
        errors = [FieldError("school_number", "names no school at which you are")]
        raise Problem(422, "invalid-request", "The request is not valid", errors=errors)
    if len(found.office_hours) >= MOST_HOURS:
        raise Problem(409, "too-many-hours", "There are very many hours already")
    await set_presence(uow, (me.tenant, me.person_id), given.at)


async def end_hour(uow: UnitOfWork, me: Me, presence_id: UUID) -> None:
    """Raises ``NoResultFound`` for what is not one's own."""
    await end_presence(uow, (me.tenant, me.person_id), presence_id)


async def choose(uow: UnitOfWork, me: Me, given: EntryForm) -> None:
    """It holds at once; raises ``Overtaken``, or ``NoResultFound`` for who belongs elsewhere."""
    if me.person_id not in await people_by_id(uow.session, me.tenant, [me.person_id]):
        raise NoResultFound
    entry = await entry_of(uow, me.person_id, me.tenant)
    entry.update(given)
    entry.chosen = True
    uow.announce(EntryChosen(person_id=me.person_id), me.cause)
