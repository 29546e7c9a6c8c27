"""Measures as the office gives and follows them."""

from functools import partial
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.assessments import queries as assessments
from services.surveys.focus_topics import queries as topics
from services.surveys.measures import queries, use_cases
from services.surveys.measures.forms import MeasureForm, MeasureSearch, StateForm
from services.surveys.measures.values import PAGES, OriginKind
from services.surveys.surveys import queries as surveys
from shared.clock import local_date
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.measures import MEASURES
from shared.web.audit import looked
from shared.web.kit.below import Below
from shared.web.kit.editing import offer_edit
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=MEASURES.removeprefix("/surveys"), audience=Coordinator)


@pages.get("", dependencies=[looked])
async def list_measures(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    search: Search[MeasureSearch],
    page: PageRequest,
) -> Response:
    """What is due first comes first."""
    today = local_date(here.clock.now())
    found = await queries.page_of(session, me.tenant, search, page, today)
    return pages.render(request, "measures.html", search=search, page=found)


def _offer(kind: OriginKind, path: str, called: str, find: use_cases.Find) -> None:
    Below(pages, PAGES[kind], called, find).offer_new(
        f"/fuer/{path}",
        "Maßnahme festhalten",
        MeasureForm,
        partial(use_cases.add, kind, find),
    )


_offer(OriginKind.SURVEY, "befragung/{survey_id}", "", queries.of_survey)
_offer(OriginKind.PLANNED_SURVEY, "umfrage/{planned_survey_id}", "Ergebnisse", surveys.one)
_offer(OriginKind.FEEDBACK, "rueckmeldung/{feedback_id}", "", queries.of_gathering)
_offer(OriginKind.TOPIC, "schwerpunkt/{focus_topic_id}", "", topics.one)
_offer(OriginKind.ASSESSMENT, "selbsteinschaetzung/{assessment_id}", "", assessments.source)
_offer(OriginKind.MINUTES, "protokoll/{gathering_id}", "Protokoll", queries.of_gathering)


@pages.get("/{measure_id}", dependencies=[looked])
async def show_measure(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, measure_id: UUID
) -> Response:
    """One."""
    return await _show(request, me, here, session, measure_id)


@pages.post("/{measure_id}")
async def settle(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    measure_id: UUID,
    form: Posted[StateForm],
) -> Response:
    """Done, dropped, or open again."""
    if form.value is None:
        return await _show(request, me, here, uow.session, measure_id, form)
    await use_cases.settle(uow, me.cause, measure_id, form.value.state)
    return pages.saved(request)


offer_edit(pages, "Maßnahme bearbeiten", MeasureForm, queries.known, use_cases.change)


async def _show(
    request: Request,
    me: Me,
    here: Context,
    session: AsyncSession,
    measure_id: UUID,
    form: Entered[StateForm] | None = None,
) -> Response:
    row = await queries.one(session, me.tenant, measure_id)
    today = local_date(here.clock.now())
    found = (await queries.shown_of(session, me.tenant, [row], today))[0]
    form = form or StateForm.empty(state=row.state)
    return pages.render(request, "measure.html", measure=found, form=form)
