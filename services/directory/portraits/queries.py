"""Whether who asks may see a picture: as with everything else of a person."""

from uuid import UUID

from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.entries import queries as entries
from services.directory.people.values import Asker
from services.directory.photos.queries import of_person, one
from services.directory.photos.values import Picture
from shared.contracts.accounts import AccessRole
from shared.web.problem import Problem
from shared.web.sessions.person import Me


async def seen(session: AsyncSession, asker: Asker, photo_id: UUID) -> Picture:
    """One that they may see today; raises ``NoResultFound``, as if there were none."""
    found = await one(session, asker.tenant, photo_id)
    person = await entries.one(session, asker, found.person_id)
    if person is None or person.photo_id != found.id:
        raise NoResultFound
    return found


async def seen_of(session: AsyncSession, asker: Asker, person_id: UUID) -> Picture:
    """The same of a person."""
    person = await entries.one(session, asker, person_id)
    if person is None or person.photo_id is None:
        raise NoResultFound
    return await one(session, asker.tenant, person.photo_id)


async def own(session: AsyncSession, me: Me) -> Picture | None:
    """One's own, if there is one."""
    return await of_person(session, me.tenant, me.person_id)


def refuse_others(me: Me, found: Picture) -> None:
    """Raise ``Problem`` unless it shows them, or they are the office."""
    if me.person_id != found.person_id and me.role is not AccessRole.COORDINATOR:
        raise Problem(403, "forbidden", "Only whom it shows, and the office, take it away")
