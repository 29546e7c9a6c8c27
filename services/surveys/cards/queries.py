"""Counts for the cards of the coordination office."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.cards import rules
from services.surveys.invitations import queries as invitations
from shared.clock import local_date
from shared.context import Context
from shared.contracts.cards import Card
from shared.web.sessions.person import Me


async def of_coordinator(session: AsyncSession, me: Me, here: Context) -> Sequence[Card]:
    """Surveys that can be answered now; not how many have, which would say who."""
    running = await invitations.running(session, me.tenant, local_date(here.clock.now()))
    return rules.surveys(running, f"/surveys/?municipality={me.tenant}")
