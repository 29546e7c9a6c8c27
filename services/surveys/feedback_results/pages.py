"""Feedback about gatherings, as the office reads it."""

from uuid import UUID

from fastapi import Request, Response

from services.surveys.feedback import queries as feedback
from services.surveys.feedback_results import queries, rules
from services.surveys.feedback_results.queries import COLUMNS
from services.surveys.measures import queries as measures
from services.surveys.urns.values import UrnState
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.contracts.feedback import FEEDBACK
from shared.database.paging import computed
from shared.web import audit
from shared.web.kit.exports import attachment
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
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    feedback_id: UUID,
) -> Response:
    """Of one gathering; nothing before the urn is opened."""
    asked = await feedback.one(session, me.tenant, feedback_id)
    results = await queries.results_of(session, asked)
    today = local_date(here.clock.now())
    scales = [each for each in results.figures if each.is_scale]
    return pages.render(
        request,
        "feedback_results.html",
        asked=asked,
        results=results,
        measures=await measures.measures_of(session, me.tenant, asked.id, today),
        glance=[rules.glance(each) for each in scales],
        distribution=[rules.distribution(each) for each in scales if each.in_numbers],
        headings=(rules.GLANCE, rules.DISTRIBUTION),
    )


@pages.get("/{feedback_id}/auswertung")
async def show_table(
    request: Request, me: Coordinator, session: Reading, page: PageRequest, feedback_id: UUID
) -> Response:
    """The same as one table, for spreadsheets; it never has a line of one sheet."""
    asked = await feedback.one(session, me.tenant, feedback_id)
    results = await queries.results_of(session, asked)
    found = computed(queries.table_of(results), page, COLUMNS)
    return pages.render(request, "feedback_table.html", asked=asked, page=found)


@pages.get("/{feedback_id}/datei")
async def save_results(
    request: Request, me: Coordinator, session: Reading, feedback_id: UUID
) -> Response:
    """The same as a PDF, once there are results."""
    asked = await feedback.one(session, me.tenant, feedback_id)
    results = await queries.results_of(session, asked)
    if results.state is not UrnState.OPENED:
        to = pages.address(request, feedback_id)
        return pages.saved(request, "Noch gibt es keine Ergebnisse.", kind="info", to=to)
    await audit.record_apart(request, audit.EXPORT)
    headers = attachment(request, "rueckmeldung", "pdf")
    content = await queries.file_of(asked, results)
    return Response(content, headers=headers, media_type="application/pdf")
