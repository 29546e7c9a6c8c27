"""How others see somebody."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.entries import queries as entries
from services.directory.entries.values import Seen
from services.directory.functions.queries import Doing, doing_of
from services.directory.people.values import SeenBy
from shared.web.sessions.person import Me

_VIEWS = (SeenBy.PUBLIC, SeenBy.NETWORK, SeenBy.OFFICE)


async def own(session: AsyncSession, me: Me, today: date, does: Doing | None = None) -> Seen | None:
    """Everything; None where the municipality is not one's home."""
    return await entries.one(session, entries.asker_of(me, today), me.person_id, does)


async def doing(session: AsyncSession, me: Me, today: date) -> Doing:
    """What they do, which whoever sees them sees alike."""
    return await doing_of(session, me.tenant, [me.person_id], today)


def schools_of(found: Seen) -> Sequence[tuple[str, str]]:
    """Number and name of those at which somebody is, each once."""
    named = {each.school_number: each.place for each in found.functions if each.school_number}
    return [(number, name) for number, name in named.items() if number]


async def views(
    session: AsyncSession, me: Me, today: date, does: Doing
) -> Sequence[tuple[SeenBy, Seen | None]]:
    """What the public sees, then the others: asked as they would ask."""
    asker = replace(entries.asker_of(me, today), person_id=None, carrier_id=None)
    return [
        (each, await entries.one(session, replace(asker, seen_by=each), me.person_id, does))
        for each in _VIEWS
    ]
