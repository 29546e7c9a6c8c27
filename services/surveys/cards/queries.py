"""Counts for the cards of the coordination office."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.cards import rules
from services.surveys.feedback_results import queries as results
from services.surveys.invitations import queries as invitations
from shared.clock import local_date
from shared.context import Context
from shared.contracts.cards import Card
from shared.contracts.feedback import FEEDBACK
from shared.web.sessions.person import Me


async def of_coordinator(session: AsyncSession, me: Me, here: Context) -> Sequence[Card]:
    """Surveys that can be answered now, and new results; never how many have answered."""
    running = await invitations.running(session, me.tenant, local_date(here.clock.now()))
    fresh = await results.fresh(session, me.tenant, here.clock.now())
    return [
        *rules.surveys(running, f"/surveys/?municipality={me.tenant}"),
        *rules.feedback(fresh, FEEDBACK),
    ]
