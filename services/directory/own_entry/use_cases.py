"""Stores what somebody shows of themselves."""

from sqlalchemy.exc import NoResultFound

from services.directory.own_entry.forms import EntryForm
from services.directory.people.queries import people_by_id
from services.directory.people.use_cases import entry_of
from shared.contracts.directory import EntryChosen
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me


async def choose(uow: UnitOfWork, me: Me, given: EntryForm) -> None:
    """It holds at once; raises ``Overtaken``, or ``NoResultFound`` for who belongs elsewhere."""
    if me.person_id not in await people_by_id(uow.session, me.tenant, [me.person_id]):
        raise NoResultFound
    entry = await entry_of(uow, me.person_id, me.tenant)
    entry.update(given)
    entry.chosen = True
    uow.announce(EntryChosen(person_id=me.person_id), me.cause)
