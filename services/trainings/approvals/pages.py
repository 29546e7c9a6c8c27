"""One button for each in the list, and one for all that are ticked."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.approvals import queries, use_cases
from services.trainings.approvals.forms import ChosenForm, RejectForm
from services.trainings.gatherings import queries as gatherings
from shared.context import Uow
from shared.contracts.gatherings import GATHERINGS
from shared.web import audit
from shared.web.kit.forms import Entered, Posted, read_form
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
PEOPLE = "/{gathering_id}/teilnehmende"


@pages.post(f"{PEOPLE}/freigeben")
async def approve(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, form: Posted[ChosenForm]
) -> Response:
    """The office agrees to all that are meant."""
    await gatherings.one(uow.session, me.tenant, gathering_id)
    chosen = form.sound.meant
    if not chosen:
        return _nobody(request, gathering_id)
    number = await use_cases.approve(uow, me, gathering_id, chosen)
    said = "Eine Anmeldung ist freigegeben." if number == 1 else f"{number} sind freigegeben."
    return _saved(request, gathering_id, said, len(chosen) - number)


@pages.post(f"{PEOPLE}/nicht-freigeben")
async def ask_to_reject(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, form: Posted[ChosenForm]
) -> Response:
    """Why, before anything is decided."""
    audit.unchanged(request)
    await gatherings.one(uow.session, me.tenant, gathering_id)
    chosen = form.sound.meant
    if not chosen:
        return _nobody(request, gathering_id)
    again = RejectForm.empty(chosen=chosen)
    return await _reject(request, me, uow.session, gathering_id, chosen, again)


@pages.post(f"{PEOPLE}/ablehnen")
async def reject(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, form: Posted[RejectForm]
) -> Response:
    """The office does not agree to any of these."""
    if form.value is None:
        chosen = read_form(ChosenForm, {"chosen": form.typed["chosen"]}).sound.chosen
        return await _reject(request, me, uow.session, gathering_id, chosen, form)
    given = form.value
    number = await use_cases.reject(uow, me, gathering_id, given.chosen, given.reason)
    said = "Eine Anmeldung ist abgelehnt." if number == 1 else f"{number} sind abgelehnt."
    return _saved(request, gathering_id, said, len(given.chosen) - number)


async def _reject(
    request: Request,
    me: Me,
    session: AsyncSession,
    gathering_id: UUID,
    chosen: Collection[UUID],
    form: Entered[Any],
) -> Response:
    row = await gatherings.one(session, me.tenant, gathering_id)
    back = _list(request, gathering_id)
    return pages.render(
        request,
        "reject.html",
        people=await queries.pending(session, row, chosen),
        form=form,
        action=f"{back}/ablehnen",
        back=back,
        above=[(row.title, pages.address(request, row.id)), ("Teilnehmende", back)],
    )


def _nobody(request: Request, gathering_id: UUID) -> Response:
    audit.unchanged(request)
    said = "Bitte kreuzen Sie zuerst an, wen Sie meinen."
    return pages.saved(request, said, kind="warning", to=_list(request, gathering_id))


def _saved(request: Request, gathering_id: UUID, said: str, others: int) -> Response:
    known = "Über eine war schon entschieden." if others == 1 else ""
    detail = f"Über {others} war schon entschieden." if others > 1 else known
    return pages.saved(request, said, detail, to=_list(request, gathering_id))


def _list(request: Request, gathering_id: UUID) -> str:
    return pages.address(request, gathering_id, "teilnehmende")
