"""Counts for the cards of the coordination office and of operators."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.barriers import queries as barriers
from services.directory.cards import rules
from services.directory.codes import queries as codes
from services.directory.factors import queries as factors
from services.directory.organizations import queries as organizations
from shared.context import Context
from shared.contracts.cards import Card
from shared.web.sessions.person import Me


async def of_coordinator(session: AsyncSession, me: Me, _: Context) -> Sequence[Card]:
    """What is missing in the directory, and barriers that somebody met."""
    missing = await organizations.schools_without_head(session, me.tenant)
    reported = await barriers.count_open(session, me)
    return [*rules.barriers(reported), *rules.schools_without_head(missing)]


async def of_operator(session: AsyncSession, me: Me, here: Context) -> Sequence[Card]:
    """Barriers that somebody met, and what was wrong in signing in."""
    since = here.clock.now() - rules.RECENT
    refused = rules.refused(
        await codes.refused_since(session, since), await factors.refused_since(session, since)
    )
    return [*rules.barriers(await barriers.count_open(session, me)), *refused]
