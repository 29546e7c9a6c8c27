"""Counts for the cards of the coordination office, and of whoever has something to do."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.assessments.queries import OPEN_OF_PERSON
from services.surveys.ballots import queries as ballots
from services.surveys.cards import rules
from services.surveys.feedback.queries import OPENED_LATELY
from services.surveys.feedback_results.values import FRESH
from services.surveys.framework.values import last_day
from services.surveys.framework_comments.queries import OPEN_REQUESTS
from services.surveys.invitations.queries import RUNNING
from services.surveys.invitations.values import Running
from services.surveys.measures.queries import OF_OFFICE, OF_OWNER
from services.surveys.survey_reports.queries import PUBLISHED_LATELY
from services.surveys.surveys import queries as surveys
from shared.clock import local_date
from shared.context import Context
from shared.contracts.assessments import ASSESSMENTS
from shared.contracts.cards import Card
from shared.contracts.feedback import FEEDBACK
from shared.contracts.framework import FRAMEWORK
from shared.contracts.surveys import PLANNED_SURVEYS, SURVEY_REPORTS
from shared.messaging.event import EVERYONE
from shared.web.sessions.person import Me, SignedIn

_RUNNING, _MEASURES = RUNNING.subquery(), OF_OFFICE.subquery()
_CARDS = select(
    *_RUNNING.c,
    OPENED_LATELY.scalar_subquery(),
    surveys.OPENED_LATELY.scalar_subquery(),
    surveys.STOPPED_LATELY.scalar_subquery(),
    OPEN_REQUESTS.scalar_subquery(),
    *_MEASURES.c,
).select_from(_RUNNING.join(_MEASURES, true()))
_OWNED = OF_OWNER.subquery()
_OWN = select(*_OWNED.c, OPEN_OF_PERSON.scalar_subquery(), PUBLISHED_LATELY.scalar_subquery())
"""In one statement: everybody's start page waits for it."""


async def of_coordinator(session: AsyncSession, me: Me, here: Context) -> Sequence[Card]:
    """Surveys that can be answered, new results, late measures; never how many have answered."""
    now = here.clock.now()
    given = {"tenant": me.tenant, "today": local_date(now), "since": now - FRESH, "now": now}
    found = (await session.execute(_CARDS, given)).one()
    *running, fresh, opened, stopped, requests, late, first_late, asked = found
    return [
        *rules.surveys(Running(*running), f"/surveys/?municipality={me.tenant}"),
        *rules.feedback(fresh, FEEDBACK),
        *rules.stopped(stopped, PLANNED_SURVEYS),
        *rules.results(opened, PLANNED_SURVEYS),
        *rules.requests(requests, FRAMEWORK),
        *rules.late_measures(late, first_late),
        *rules.asked_measures(asked),
    ]


async def of_voter(session: AsyncSession, me: Me, here: Context) -> Sequence[Card]:
    """Chapters of the framework concept on which they have not voted yet."""
    waiting = await ballots.waiting(session, me, here.clock.now())
    return [
        card
        for version_id, closes_at, chapters in waiting
        for card in rules.vote(chapters, last_day(closes_at), f"{FRAMEWORK}/{version_id}")
    ]


async def of_anyone(session: AsyncSession, someone: SignedIn, here: Context) -> Sequence[Card]:
    """The measures they are to carry out, and schools they judge, whatever they act as."""
    if someone.municipality == EVERYONE:
        return []
    now = here.clock.now()
    today = local_date(now)
    given = {
        "tenant": someone.municipality,
        "person_id": someone.person_id,
        "today": today,
        "since": now - FRESH,
    }
    row: Any = (await session.execute(_OWN, given)).one()
    return [
        *rules.own_measures(row[0], row[1], row[2], today),
        *rules.own_sheets(row[3], ASSESSMENTS),
        *rules.reports(row[4], SURVEY_REPORTS),
    ]
