"""Sheets as those see them who write on them, and the office."""

from dataclasses import replace
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.assessments import queries, use_cases
from services.surveys.assessments.forms import BeginForm, ReopenForm, SheetSearch
from services.surveys.assessments.values import Party
from services.surveys.focus_topics import queries as topics
from services.surveys.forms import SheetForm
from services.surveys.measures import queries as measures
from services.surveys.values import school_year
from shared.clock import local_date
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.accounts import AccessRole
from shared.contracts.assessments import ASSESSMENTS
from shared.web import audit
from shared.web.audit import looked
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator, Network
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=ASSESSMENTS.removeprefix("/surveys"), audience=Network)


@pages.get("", dependencies=[looked])
async def list_sheets(
    request: Request,
    me: Network,
    session: Reading,
    search: Search[SheetSearch],
    page: PageRequest,
) -> Response:
    """The newest school year first."""
    found = await queries.page_of(session, me, search, page)
    offered = {"year": await queries.year_choices(session, me.tenant)}
    return pages.render(
        request,
        "sheets.html",
        search={"entered": replace(search.entered, offered=offered)},
        page=found,
        office=me.role is AccessRole.COORDINATOR,
    )


@pages.get("/neu")
async def ask_for_sheet(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading
) -> Response:
    """Which school, and who judges it."""
    form = BeginForm.empty(school_year=school_year(local_date(here.clock.now())))
    return await _new(request, me, here, session, form)


@pages.post("/neu")
async def begin_sheet(
    request: Request, me: Coordinator, here: CurrentContext, uow: Uow, form: Posted[BeginForm]
) -> Response:
    """Both learn of it."""
    if form.value is None:
        return await _new(request, me, here, uow.session, form)
    row = await use_cases.begin(uow, me, form.value)
    audit.about(request, row.id)
    return pages.saved(request, to=pages.address(request, row.id))


@pages.get("/{assessment_id}", dependencies=[looked])
async def show_sheet(
    request: Request,
    me: Network,
    here: CurrentContext,
    session: Reading,
    assessment_id: UUID,
    standard: UUID | None = None,
) -> Response:
    """All that is written, and one standard to write on."""
    return await _show(request, me, here, session, assessment_id, None, standard)


@pages.post("/{assessment_id}")
async def write_on_sheet(
    request: Request,
    me: Network,
    here: CurrentContext,
    uow: Uow,
    assessment_id: UUID,
    form: Posted[SheetForm],
) -> Response:
    """By one of both; whoever was slower sees both texts."""
    sheet = await queries.sheet_for(uow.session, me, assessment_id)
    if form.value is None or sheet.party is Party.OFFICE:
        return await _show(request, me, here, uow.session, assessment_id, form)
    await use_cases.act(uow, me.cause, sheet, form.value)
    onward = queries.onward(sheet, form.value.entry)
    return pages.saved(request, to=pages.address(request, assessment_id) + onward)


@pages.get("/{assessment_id}/oeffnen")
async def ask_to_reopen(
    request: Request, me: Coordinator, session: Reading, assessment_id: UUID
) -> Response:
    """Ask first."""
    await queries.one(session, me.tenant, assessment_id)
    return _ask(request, assessment_id, ReopenForm.empty())


@pages.post("/{assessment_id}/oeffnen")
async def reopen_sheet(
    request: Request, me: Coordinator, uow: Uow, assessment_id: UUID, form: Posted[ReopenForm]
) -> Response:
    """Something was wrong."""
    await queries.one(uow.session, me.tenant, assessment_id)
    if form.value is None:
        return _ask(request, assessment_id, form)
    await use_cases.reopen(uow, me, assessment_id)
    return pages.saved(request, to=pages.address(request, assessment_id))


async def _show(
    request: Request,
    me: Me,
    here: Context,
    session: AsyncSession,
    assessment_id: UUID,
    form: Entered[SheetForm] | None,
    standard: UUID | None = None,
) -> Response:
    sheet = await queries.sheet_for(session, me, assessment_id)
    today = local_date(here.clock.now())
    entry, entered = queries.opened(sheet, form, standard)
    return pages.render(
        request,
        "sheet.html",
        sheet=sheet,
        entry=entry,
        form=entered,
        office=sheet.party is Party.OFFICE,
        measures=await measures.measures_of(session, me.tenant, sheet.id, today),
    )


async def _new(
    request: Request, me: Me, here: Context, session: AsyncSession, form: Entered[BeginForm]
) -> Response:
    offered = {
        "school_id": await queries.schools(session, me.tenant),
        "school_year": topics.choices(local_date(here.clock.now())),
    }
    request.state.offered = offered
    return pages.render(
        request,
        "kit/form.html",
        title="Selbsteinschätzung beginnen",
        form=replace(form, offered=offered),
        back=pages.address(request),
    )


def _ask(request: Request, assessment_id: UUID, form: Entered[ReopenForm]) -> Response:
    return pages.confirm(
        request,
        "Selbsteinschätzung wieder öffnen?",
        "Beide können dann wieder schreiben und müssen noch einmal zustimmen.",
        button="Wieder öffnen",
        form=form,
        back=pages.address(request, assessment_id),
        final=False,
    )
