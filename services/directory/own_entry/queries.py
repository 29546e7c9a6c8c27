"""How others see somebody."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.entries import queries as entries
from services.directory.entries.values import Seen
from services.directory.people.values import SeenBy
from shared.web.sessions.person import Me

_VIEWS = (SeenBy.PUBLIC, SeenBy.NETWORK, SeenBy.OFFICE)


async def own(session: AsyncSession, me: Me, today: date) -> Seen | None:
    """Everything; None where the municipality is not one's home."""
    return await entries.one(session, entries.asker_of(me, today), me.person_id)


def schools_of(found: Seen) -> Sequence[tuple[str, str]]:
    """Number and name of those at which somebody is, each once."""
    named = {each.school_number: each.place for each in found.functions if each.school_number}
    return [(number, name) for number, name in named.items() if number]


async def with_views(
    session: AsyncSession, me: Me, today: date
) -> tuple[Seen | None, Sequence[tuple[SeenBy, Seen | None]]]:
    """Everything, and what the public sees of it, then the others: asked as they would ask."""
    mine = entries.asker_of(me, today)
    others = replace(mine, person_id=None, carrier_id=None)
    askers = [mine, *(replace(others, seen_by=each) for each in _VIEWS)]
    own, *seen = await entries.seen_by_each(session, askers, [me.person_id])
    views = [(key, each.get(me.person_id)) for key, each in zip(_VIEWS, seen, strict=True)]
    return own.get(me.person_id), views
