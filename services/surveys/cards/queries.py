"""Counts for the cards of the coordination office."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.cards import rules
from services.surveys.feedback.queries import OPENED_LATELY
from services.surveys.feedback_results.values import FRESH
from services.surveys.invitations.queries import RUNNING
from services.surveys.invitations.values import Running
from shared.clock import local_date
from shared.context import Context
from shared.contracts.cards import Card
from shared.contracts.feedback import FEEDBACK
from shared.web.sessions.person import Me

_CARDS = RUNNING.add_columns(OPENED_LATELY.scalar_subquery())
"""In one statement: everybody's start page waits for it."""


async def of_coordinator(session: AsyncSession, me: Me, here: Context) -> Sequence[Card]:
    """Surveys that can be answered now, and new results; never how many have answered."""
    now = here.clock.now()
    given = {"tenant": me.tenant, "today": local_date(now), "since": now - FRESH, "now": now}
    *running, fresh = (await session.execute(_CARDS, given)).one()
    return [
        *rules.surveys(Running(*running), f"/surveys/?municipality={me.tenant}"),
        *rules.feedback(fresh, FEEDBACK),
    ]
