"""Reports as an office publishes them and the network reads them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.survey_reports import queries, use_cases
from services.surveys.survey_reports.forms import PublishForm
from services.surveys.survey_reports.models import SurveyReport
from services.surveys.survey_results import queries as results
from services.surveys.survey_results.values import METHOD
from services.surveys.surveys import queries as surveys
from shared.context import Reading, Uow
from shared.contracts.surveys import PLANNED_SURVEYS, SURVEY_REPORTS
from shared.database.paging import computed
from shared.web.kit.exports import attachment
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator, Network
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, audience=Network)
_REPORTS = SURVEY_REPORTS.removeprefix("/surveys")
_PUBLISH = PLANNED_SURVEYS.removeprefix("/surveys") + "/{asked_survey_id}/veroeffentlichen"


def shown(row: SurveyReport) -> Mapping[str, Any]:
    """What each page of a report holds."""
    found = queries.report_in(row)
    return {
        "row": row,
        "report": found,
        "drawn": results.drawn(found),
        "method": METHOD,
        "words": queries.paragraphs(row),
    }


@pages.get(_REPORTS)
async def list_survey_reports(
    request: Request, me: Network, session: Reading, page: PageRequest
) -> Response:
    """From the newest on."""
    found = await queries.page_of(session, me.tenant, page)
    return pages.render(request, "survey_reports.html", page=found)


@pages.get(_REPORTS + "/{report_id}")
async def show_survey_report(
    request: Request, me: Network, session: Reading, report_id: UUID
) -> Response:
    """As it was when it was published."""
    row = await queries.one(session, me.tenant, report_id)
    return pages.render(request, "survey_report.html", **shown(row))


@pages.get(_REPORTS + "/{report_id}/datei")
async def save_survey_report(
    request: Request, me: Network, session: Reading, report_id: UUID
) -> Response:
    """The same as a file."""
    row = await queries.one(session, me.tenant, report_id)
    headers = attachment(request, "bericht", "pdf")
    return Response(await queries.file_of(row), headers=headers, media_type="application/pdf")


@pages.get(_REPORTS + "/{report_id}/auswertung")
async def show_report_table(
    request: Request, me: Network, session: Reading, page: PageRequest, report_id: UUID
) -> Response:
    """The same as one table, for spreadsheets."""
    row = await queries.one(session, me.tenant, report_id)
    found = computed(results.lines(queries.report_in(row)), page, results.COLUMNS)
    return pages.render(request, "report_table.html", row=row, page=found)


@pages.get(_PUBLISH)
async def ask_to_publish(
    request: Request, me: Coordinator, session: Reading, asked_survey_id: UUID
) -> Response:
    """Every question is chosen at first."""
    return await _ask(request, me, session, asked_survey_id, None)


@pages.post(_PUBLISH)
async def publish_report(
    request: Request, me: Coordinator, uow: Uow, asked_survey_id: UUID, form: Posted[PublishForm]
) -> Response:
    """Once, for good."""
    if form.value is None:
        return await _ask(request, me, uow.session, asked_survey_id, form)
    row = await use_cases.publish(uow, me, asked_survey_id, form.value)
    return pages.saved(request, "Der Bericht ist veröffentlicht.", to=f"{SURVEY_REPORTS}/{row.id}")


async def _ask(
    request: Request,
    me: Me,
    session: AsyncSession,
    asked_survey_id: UUID,
    form: Entered[PublishForm] | None,
) -> Response:
    row = await surveys.one(session, me.tenant, asked_survey_id)
    back = f"{PLANNED_SURVEYS}/{asked_survey_id}/ergebnisse"
    found = await results.report_of(session, row)
    if found is None or await queries.of_survey(session, me.tenant, asked_survey_id):
        return pages.saved(request, "Hier gibt es nichts zu veröffentlichen.", kind="info", to=back)
    offered = [(each.key, each.text) for each in found.findings]
    form = form or PublishForm.empty(questions=[key for key, _ in offered])
    return pages.confirm(
        request,
        f"„{row.title}“ veröffentlichen?",
        "Der Bericht wird so festgehalten, wie er jetzt ist, und das Netzwerk liest ihn. Eine"
        " zweite Fassung mit anderem Zuschnitt gibt es nicht: Aus zwei Zuschnitten ließen sich"
        " Einzelne ausrechnen.",
        button="Veröffentlichen",
        form=replace(form, offered={"questions": offered}),
        back=back,
    )
