"""Feedback about gatherings, as the office reads it."""

from uuid import UUID

from fastapi import Request, Response

from services.surveys.feedback import queries as feedback
from services.surveys.feedback.values import SCALE
from services.surveys.feedback_results import queries
from shared.context import CurrentContext, Reading
from shared.contracts.feedback import FEEDBACK
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=FEEDBACK.removeprefix("/surveys"), audience=Coordinator)


@pages.get("")
async def list_feedback(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    page: PageRequest,
) -> Response:
    """From the latest gathering on."""
    found = await feedback.page_of(session, me.tenant, page)
    return pages.render(request, "feedbacks.html", page=found, now=here.clock.now())


@pages.get("/{feedback_id}")
async def show_feedback(
    request: Request, me: Coordinator, session: Reading, feedback_id: UUID
) -> Response:
    """Of one gathering; nothing before the urn is opened."""
    asked = await feedback.one(session, me.tenant, feedback_id)
    return pages.render(
        request,
        "feedback_results.html",
        asked=asked,
        results=await queries.results_of(session, asked),
        scale=SCALE,
    )
