"""Focus topics, which everybody in the network sees and the office keeps."""

from dataclasses import replace
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.focus_topics import queries, use_cases
from services.surveys.focus_topics.forms import FocusTopicForm, RemoveForm, TopicSearch
from services.surveys.measures import queries as measures
from services.surveys.survey_reports import queries as reports
from services.surveys.surveys import queries as surveys
from services.surveys.values import school_year, school_year_name
from shared.clock import local_date
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.accounts import AccessRole
from shared.contracts.focus_topics import FOCUS_TOPICS
from shared.contracts.surveys import PLANNED_SURVEYS, SURVEY_REPORTS
from shared.web import audit
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator, Network
from shared.web.kit.router import PageRouter
from shared.web.papers import papers_of

pages = PageRouter(__package__, prefix=FOCUS_TOPICS.removeprefix("/surveys"), audience=Network)


@pages.get("")
async def list_topics(
    request: Request,
    me: Network,
    session: Reading,
    search: Search[TopicSearch],
    page: PageRequest,
) -> Response:
    """The newest school year first."""
    found = await queries.page_of(session, me.tenant, search, page)
    years = await queries.years(session, me.tenant)
    office = me.role is AccessRole.COORDINATOR
    entered = {"entered": replace(search.entered, offered={"year": years})}
    return pages.render(request, "focus_topics.html", search=entered, page=found, office=office)


@pages.get("/neu")
async def ask_for_topic(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    umfrage: UUID | None = None,
) -> Response:
    """The form; ``umfrage`` is the survey from whose results somebody comes."""
    known = {"school_year": school_year(local_date(here.clock.now()))}
    if umfrage is not None:
        row = await surveys.one(session, me.tenant, umfrage)
        report = await reports.of_survey(session, me.tenant, umfrage)
        page = f"{SURVEY_REPORTS}/{report}" if report else f"{PLANNED_SURVEYS}/{row.id}/ergebnisse"
        return _new(request, here, FocusTopicForm.empty(sources=f"{row.title} {page}", **known))
    return _new(request, here, FocusTopicForm.empty(**known))


@pages.post("/neu")
async def add_topic(
    request: Request, me: Coordinator, here: CurrentContext, uow: Uow, form: Posted[FocusTopicForm]
) -> Response:
    """The network sees it at once."""
    if form.value is None:
        return _new(request, here, form)
    row = await use_cases.add(uow, me, form.value)
    audit.about(request, row.id)
    return pages.saved(request, to=pages.address(request, row.id))


@pages.get("/{focus_topic_id}")
async def show_topic(
    request: Request, me: Network, here: CurrentContext, session: Reading, focus_topic_id: UUID
) -> Response:
    """What it is about, what belongs to it, and what became of it."""
    row = await queries.one(session, me.tenant, focus_topic_id)
    today = local_date(here.clock.now())
    return pages.render(
        request,
        "focus_topic.html",
        topic=row,
        year=school_year_name(row.school_year),
        sources=papers_of(row.sources),
        gatherings=papers_of(row.gatherings),
        documents=papers_of(row.documents),
        measures=await measures.measures_of(session, me.tenant, row.id, today),
        office=me.role is AccessRole.COORDINATOR,
    )


@pages.get("/{focus_topic_id}/bearbeiten")
async def ask_to_change_topic(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, focus_topic_id: UUID
) -> Response:
    """The form with what is there."""
    row = await queries.one(session, me.tenant, focus_topic_id)
    return _change(request, here, focus_topic_id, FocusTopicForm.filled(row))


@pages.post("/{focus_topic_id}/bearbeiten")
async def change_topic(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    focus_topic_id: UUID,
    form: Posted[FocusTopicForm],
) -> Response:
    """Whoever was slower sees both."""
    await queries.one(uow.session, me.tenant, focus_topic_id)
    if form.value is None:
        return _change(request, here, focus_topic_id, form)
    await use_cases.change(uow, me, focus_topic_id, form.value)
    return pages.saved(request, to=pages.address(request, focus_topic_id))


@pages.get("/{focus_topic_id}/entfernen")
async def ask_to_remove_topic(
    request: Request, me: Coordinator, session: Reading, focus_topic_id: UUID
) -> Response:
    """Ask first."""
    return await _ask(request, me.tenant, session, focus_topic_id, RemoveForm.empty())


@pages.post("/{focus_topic_id}/entfernen")
async def remove_topic(
    request: Request, me: Coordinator, uow: Uow, focus_topic_id: UUID, form: Posted[RemoveForm]
) -> Response:
    """It was a mistake."""
    if form.value is None:
        return await _ask(request, me.tenant, uow.session, focus_topic_id, form)
    await use_cases.remove(uow, me, focus_topic_id)
    return pages.saved(request, "Der Schwerpunkt ist entfernt.", to=pages.address(request))


def _new(request: Request, here: Context, form: Entered[FocusTopicForm]) -> Response:
    return _form(request, here, form, "Neuer Schwerpunkt", pages.address(request))


def _change(
    request: Request, here: Context, focus_topic_id: UUID, form: Entered[FocusTopicForm]
) -> Response:
    back = pages.address(request, focus_topic_id)
    return _form(request, here, form, "Schwerpunkt bearbeiten", back)


def _form(
    request: Request, here: Context, form: Entered[FocusTopicForm], title: str, back: str
) -> Response:
    years = {"school_year": queries.choices(local_date(here.clock.now()))}
    request.state.offered = years
    entered = replace(form, offered=years)
    return pages.render(request, "kit/form.html", title=title, form=entered, back=back)


async def _ask(
    request: Request,
    tenant: str,
    session: AsyncSession,
    focus_topic_id: UUID,
    form: Entered[RemoveForm],
) -> Response:
    row = await queries.one(session, tenant, focus_topic_id)
    return pages.confirm(
        request,
        "Schwerpunkt entfernen?",
        f"„{row.title}“ steht dann in keinem Schuljahr mehr.",
        button="Entfernen",
        form=form,
        back=pages.address(request, focus_topic_id),
    )
