"""Counts for the cards of the coordination office."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.ballots import queries as ballots
from services.surveys.cards import rules
from services.surveys.feedback.queries import OPENED_LATELY
from services.surveys.feedback_results.values import FRESH
from services.surveys.framework.values import last_day
from services.surveys.framework_comments.queries import OPEN_REQUESTS
from services.surveys.invitations.queries import RUNNING
from services.surveys.invitations.values import Running
from shared.clock import local_date
from shared.context import Context
from shared.contracts.cards import Card
from shared.contracts.feedback import FEEDBACK
from shared.contracts.framework import FRAMEWORK
from shared.web.sessions.person import Me

_CARDS = RUNNING.add_columns(OPENED_LATELY.scalar_subquery(), OPEN_REQUESTS.scalar_subquery())
"""In one statement: everybody's start page waits for it."""


async def of_coordinator(session: AsyncSession, me: Me, here: Context) -> Sequence[Card]:
    """Surveys that can be answered now, and new results; never how many have answered."""
    now = here.clock.now()
    given = {"tenant": me.tenant, "today": local_date(now), "since": now - FRESH, "now": now}
    *running, fresh, requests = (await session.execute(_CARDS, given)).one()
    return [
        *rules.surveys(Running(*running), f"/surveys/?municipality={me.tenant}"),
        *rules.feedback(fresh, FEEDBACK),
        *rules.requests(requests, FRAMEWORK),
    ]


async def of_voter(session: AsyncSession, me: Me, here: Context) -> Sequence[Card]:
    """Chapters of the framework concept on which they have not voted yet."""
    waiting = await ballots.waiting(session, me, here.clock.now())
    return [
        card
        for version_id, closes_at, chapters in waiting
        for card in rules.vote(chapters, last_day(closes_at), f"{FRAMEWORK}/{version_id}")
    ]
