"""Whose qualification runs out when, how that came about, and an extension out of turn."""

from dataclasses import replace
from uuid import UUID

from fastapi import Request, Response

from services.trainings.qualification_kinds import queries as kinds
from services.trainings.qualifications import queries, use_cases
from services.trainings.qualifications.forms import ExtensionForm, QualificationSearch
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.certificates import QUALIFICATIONS
from shared.web.audit import looked
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(
    __package__, prefix=QUALIFICATIONS.removeprefix("/trainings"), audience=Coordinator
)


@pages.get("", dependencies=[looked])
async def list_qualified(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    search: Search[QualificationSearch],
    page: PageRequest,
) -> Response:
    """What runs out first comes first."""
    today = local_date(here.clock.now())
    offered = {"kind": await kinds.offered(session, me.tenant)}
    found = await queries.page_of(session, me.tenant, search, page, today)
    shown = {"entered": replace(search.entered, offered=offered)}
    return pages.render(request, "qualifications.html", search=shown, page=found)


@pages.get("/{qualification_id}", dependencies=[looked])
async def show_qualified(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    qualification_id: UUID,
) -> Response:
    """One person's for one kind, with all that came before."""
    today = local_date(here.clock.now())
    found = await queries.one(session, me.tenant, qualification_id, today)
    return pages.render(request, "qualification.html", found=found)


@pages.get("/{qualification_id}/verlaengern")
async def ask_to_extend(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    qualification_id: UUID,
) -> Response:
    """Until when, and why."""
    await queries.one(session, me.tenant, qualification_id, local_date(here.clock.now()))
    return _extend(request, ExtensionForm.empty())


@pages.post("/{qualification_id}/verlaengern")
async def extend(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    qualification_id: UUID,
    form: Posted[ExtensionForm],
) -> Response:
    """Out of turn; the reason stands in the history."""
    today = local_date(here.clock.now())
    await queries.one(uow.session, me.tenant, qualification_id, today)
    if form.value is None:
        return _extend(request, form)
    await use_cases.extend(uow, me, qualification_id, form.value.until, form.value.reason)
    return pages.saved(request, to=pages.address(request, qualification_id))


def _extend(request: Request, form: Entered[ExtensionForm]) -> Response:
    back = request.url.path.rpartition("/")[0]
    title = "Außer der Reihe verlängern"
    return pages.render(request, "kit/form.html", title=title, form=form, back=back)
