"""Trainings elsewhere that people have recorded: seen, accepted or not by the office."""

from dataclasses import replace
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.external_reviews.forms import AcceptForm, ExternalSearch, RejectForm
from services.trainings.externals import queries, use_cases
from services.trainings.qualification_kinds import queries as kinds
from services.trainings.qualifications import use_cases as qualifications
from shared.context import Reading, Uow
from shared.contracts.certificates import QUALIFICATIONS
from shared.web.audit import looked
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

REVIEWS = f"{QUALIFICATIONS}/extern"
ABOVE = [("Fortbildungen anderer Anbieter", REVIEWS)]
pages = PageRouter(__package__, prefix=REVIEWS.removeprefix("/trainings"), audience=Coordinator)


@pages.get("", dependencies=[looked])
async def list_recorded(
    request: Request,
    me: Coordinator,
    session: Reading,
    search: Search[ExternalSearch],
    page: PageRequest,
) -> Response:
    """The oldest first."""
    found = await queries.page_of(session, me.tenant, search.state, page)
    return pages.render(request, "externals.html", search=search, page=found)


@pages.get("/{external_id}", dependencies=[looked])
async def show_recorded(
    request: Request, me: Coordinator, session: Reading, external_id: UUID
) -> Response:
    """One."""
    return await _show(request, me, session, external_id)


@pages.post("/{external_id}")
async def accept(
    request: Request, me: Coordinator, uow: Uow, external_id: UUID, form: Posted[AcceptForm]
) -> Response:
    """The proof was seen; what follows for qualifications follows at once."""
    given = form.value
    if given is None:
        return await _show(request, me, uow.session, external_id, form)
    person_id = await use_cases.accept(uow, me, external_id, given.kind, given.note)
    await qualifications.reckon(uow, me.tenant, [person_id])
    return pages.saved(request, "Anerkannt.")


@pages.get("/{external_id}/ablehnen")
async def ask_to_reject(
    request: Request, me: Coordinator, session: Reading, external_id: UUID
) -> Response:
    """Why."""
    await queries.one(session, me.tenant, external_id)
    return _reject(request, RejectForm.empty())


@pages.post("/{external_id}/ablehnen")
async def reject(
    request: Request, me: Coordinator, uow: Uow, external_id: UUID, form: Posted[RejectForm]
) -> Response:
    """Also what was accepted before."""
    await queries.one(uow.session, me.tenant, external_id)
    if form.value is None:
        return _reject(request, form)
    person_id = await use_cases.reject(uow, me, external_id, form.value.note)
    await qualifications.reckon(uow, me.tenant, [person_id])
    return pages.saved(request, "Nicht anerkannt.", to=pages.address(request, external_id))


async def _show(
    request: Request,
    me: Me,
    session: AsyncSession,
    external_id: UUID,
    form: Entered[AcceptForm] | None = None,
) -> Response:
    row = await queries.one(session, me.tenant, external_id)
    found = await queries.shown(session, row)
    form = form or AcceptForm.empty(kind=str(row.kind_id or ""))
    form = replace(form, offered={"kind": await kinds.offered(session, me.tenant)})
    return pages.render(request, "external.html", found=found, form=form, above=ABOVE)


def _reject(request: Request, form: Entered[RejectForm]) -> Response:
    return pages.confirm(
        request,
        "Nicht anerkennen?",
        "Die Fortbildung zählt dann für keine Qualifikation. Die Person liest den Grund.",
        button="Nicht anerkennen",
        form=form,
        final=False,
    )
