"""Results of surveys, as the office reads them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.measures import queries as measures
from services.surveys.openings import use_cases as openings
from services.surveys.survey_reports import queries as reports
from services.surveys.survey_results import queries
from services.surveys.survey_results.forms import BlackenForm
from services.surveys.survey_results.queries import COLUMNS
from services.surveys.surveys import queries as surveys
from services.surveys.surveys.values import STOPPED, Secrecy, last_day_of, standing
from services.surveys.urns import queries as urns
from services.surveys.urns.values import UrnState
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.surveys import PLANNED_SURVEYS
from shared.database.paging import computed
from shared.german import short_date
from shared.web import audit
from shared.web.kit.exports import attachment
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(
    __package__,
    prefix=PLANNED_SURVEYS.removeprefix("/surveys"),
    audience=Coordinator,
)
RESULTS = "ergebnisse"


@pages.get("/{asked_survey_id}/ergebnisse")
async def show_survey_results(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, asked_survey_id: UUID
) -> Response:
    """Question by question, and what follows; nothing before the urn is opened."""
    row = await surveys.one(session, me.tenant, asked_survey_id)
    report = await queries.report_of(session, row)
    now = here.clock.now()
    states = await urns.states_of(session, me.tenant, [asked_survey_id])
    before = await surveys.wave_before(session, row)
    followed = await measures.measures_of(session, me.tenant, asked_survey_id, local_date(now))
    shown: Mapping[str, Any] = {
        "survey": row,
        "report": report,
        "sealed": row.secrecy is Secrecy.SEALED,
        "method": queries.method_of(row),
        "drawn": report and queries.drawn(report),
        "standing": standing(row.state, row.closes_at, now, states.get(asked_survey_id)),
        "stopped": STOPPED if states.get(asked_survey_id) is UrnState.STOPPED else (),
        "texts": report is not None and any(each.texts for each in report.findings),
        "trends": await queries.trends(session, report, before) if report and before else [],
        "measures": followed,
        "earlier": await measures.measures_of(session, me.tenant, before.id, local_date(now))
        if before
        else [],
        "published": await reports.of_survey(session, me.tenant, asked_survey_id),
    }
    return pages.render(request, "survey_results.html", **shown)


@pages.get("/{asked_survey_id}/ergebnisse/auswertung")
async def show_survey_table(
    request: Request, me: Coordinator, session: Reading, page: PageRequest, asked_survey_id: UUID
) -> Response:
    """The same as one table, for spreadsheets."""
    row = await surveys.one(session, me.tenant, asked_survey_id)
    report = await queries.report_of(session, row)
    found = computed(queries.lines(report) if report else [], page, COLUMNS)
    return pages.render(request, "survey_table.html", survey=row, page=found)


@pages.get("/{asked_survey_id}/ergebnisse/datei")
async def save_survey_results(
    request: Request, me: Coordinator, session: Reading, asked_survey_id: UUID
) -> Response:
    """The same as a PDF, once there are results."""
    row = await surveys.one(session, me.tenant, asked_survey_id)
    report = await queries.report_of(session, row)
    if report is None or row.closes_at is None:
        to = pages.address(request, asked_survey_id, RESULTS)
        return pages.saved(request, "Noch gibt es keine Ergebnisse.", kind="info", to=to)
    await audit.record_apart(request, audit.EXPORT)
    facts = [("Antworten bis", short_date(last_day_of(row.closes_at)))]
    content = await queries.file_of(
        f"Ergebnisse: {row.title}", facts, report, [queries.method_of(row)]
    )
    headers = attachment(request, "ergebnisse", "pdf")
    return Response(content, headers=headers, media_type="application/pdf")


@pages.get("/{asked_survey_id}/ergebnisse/texte")
async def list_texts(
    request: Request, me: Coordinator, session: Reading, asked_survey_id: UUID
) -> Response:
    """Each with a way to make it unreadable."""
    row = await surveys.one(session, me.tenant, asked_survey_id)
    texts = await queries.texts_to_blacken(session, row)
    return pages.render(request, "survey_texts.html", survey=row, texts=texts)


@pages.get("/{asked_survey_id}/ergebnisse/texte/{text_id}")
async def ask_what_to_blacken(
    request: Request, me: Coordinator, session: Reading, asked_survey_id: UUID, text_id: UUID
) -> Response:
    """Ask first: it cannot be read again."""
    text = await _text(session, me.tenant, asked_survey_id, text_id)
    return _blacken(request, text, BlackenForm.empty())


@pages.post("/{asked_survey_id}/ergebnisse/texte/{text_id}")
async def blacken_text(
    request: Request,
    me: Coordinator,
    uow: Uow,
    asked_survey_id: UUID,
    text_id: UUID,
    form: Posted[BlackenForm],
) -> Response:
    """For good, in every report that is published afterwards."""
    text = await _text(uow.session, me.tenant, asked_survey_id, text_id)
    if form.value is None:
        return _blacken(request, text, form)
    await openings.blacken(uow, me.tenant, text_id, form.value.passage)
    to = pages.address(request, asked_survey_id, RESULTS, "texte")
    return pages.saved(request, "Die Stelle ist geschwärzt.", to=to)


async def _text(session: AsyncSession, tenant: str, asked_survey_id: UUID, text_id: UUID) -> str:
    row = await surveys.one(session, tenant, asked_survey_id)
    texts = await queries.texts_to_blacken(session, row)
    if text_id not in texts:
        raise NoResultFound
    return texts[text_id][1]


def _blacken(request: Request, text: str, form: Entered[BlackenForm]) -> Response:
    return pages.confirm(request, "Text schwärzen?", f"„{text}“", button="Schwärzen", form=form)
