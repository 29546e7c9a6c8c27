"""Findings as the office and carriers work through them."""

from dataclasses import replace
from uuid import UUID

from fastapi import Request, Response

from services.directory.findings import queries, use_cases
from services.directory.findings.forms import AcceptanceForm, FindingSearch
from services.directory.findings.rules import refuse_accepting
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.accounts import AccessRole
from shared.web.audit import looked
from shared.web.kit.forms import Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Staffing
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix="/pruefhinweise", audience=Staffing)


@pages.get("")
async def list_findings(
    request: Request,
    me: Staffing,
    here: CurrentContext,
    session: Reading,
    search: Search[FindingSearch],
    page: PageRequest,
) -> Response:
    """Those that are the asker's to see, the latest first."""
    found = await queries.page_of(session, me, search, page, local_date(here.clock.now()))
    return pages.render(request, "findings.html", search=search, page=found)


@pages.get("/{finding_id}", dependencies=[looked])
async def show_finding(
    request: Request, me: Staffing, here: CurrentContext, session: Reading, finding_id: UUID
) -> Response:
    """One of them, why it is found, and what somebody said of it."""
    found = await queries.one(session, me, finding_id, local_date(here.clock.now()))
    office = me.role is AccessRole.COORDINATOR
    return pages.render(request, "finding.html", found=found, office=office)


@pages.get("/{finding_id}/hinnehmen")
async def ask_why(
    request: Request, me: Staffing, here: CurrentContext, session: Reading, finding_id: UUID
) -> Response:
    """The form for the note."""
    _refuse_carriers(me)
    found = await queries.one(session, me, finding_id, local_date(here.clock.now()))
    refuse_accepting(found.standing)
    form = AcceptanceForm.empty(note=found.finding.note, seen=found.figures)
    back = pages.address(request, finding_id)
    return pages.render(request, "accept.html", form=form, found=found, back=back)


@pages.post("/{finding_id}/hinnehmen")
async def accept(
    request: Request,
    me: Staffing,
    here: CurrentContext,
    uow: Uow,
    finding_id: UUID,
    form: Posted[AcceptanceForm],
) -> Response:
    """Keep why it may stay as it is."""
    _refuse_carriers(me)
    back = pages.address(request, finding_id)
    if form.value is None:
        found = await queries.one(uow.session, me, finding_id, local_date(here.clock.now()))
        form = replace(form, typed={**form.typed, "seen": found.figures})
        return pages.render(request, "accept.html", form=form, found=found, back=back)
    await use_cases.accept(uow, me, finding_id, form.value.note, form.value.seen)
    return pages.saved(request, "Hingenommen.", to=back)


@pages.post("/{finding_id}/wieder-oeffnen")
async def reopen(request: Request, me: Staffing, uow: Uow, finding_id: UUID) -> Response:
    """It has to be looked at again."""
    _refuse_carriers(me)
    await use_cases.reopen(uow, me, finding_id)
    return pages.saved(request, "Wieder offen.", to=pages.address(request, finding_id))


def _refuse_carriers(me: Me) -> None:
    """Whether public money was rightly spent is the office's to say."""
    if me.role is not AccessRole.COORDINATOR:
        raise Problem(403, "office-only", "Only the office accepts findings")
