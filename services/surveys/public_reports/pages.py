"""A published report; nobody signs in."""

from uuid import UUID

from fastapi import Request, Response

from services.surveys.survey_reports import queries
from services.surveys.survey_results import queries as results
from services.surveys.survey_results.values import METHOD
from shared.context import Reading
from shared.contracts.surveys import PUBLIC_REPORTS
from shared.web.kit.exports import attachment
from shared.web.kit.person import Anybody
from shared.web.kit.router import PageRouter
from shared.web.pace import strangers

pages = PageRouter(
    __package__,
    prefix=PUBLIC_REPORTS.removeprefix("/surveys"),
    audience=Anybody,
    dependencies=[strangers],
)


@pages.get("/{report_id}")
async def show_public_report(request: Request, session: Reading, report_id: UUID) -> Response:
    """Where the office lets everybody read it."""
    row = await queries.public(session, report_id)
    found = queries.report_in(row)
    return pages.render(
        request,
        "public_report.html",
        row=row,
        report=found,
        drawn=results.drawn(found),
        method=METHOD,
        words=queries.paragraphs(row),
    )


@pages.get("/{report_id}/datei")
async def save_public_report(request: Request, session: Reading, report_id: UUID) -> Response:
    """The same as a file."""
    row = await queries.public(session, report_id)
    headers = attachment(request, "bericht", "pdf")
    return Response(await queries.file_of(row), headers=headers, media_type="application/pdf")
