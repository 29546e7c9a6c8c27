"""Somebody's own code for the door."""

from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.door_codes import queries, use_cases
from services.trainings.door_codes.forms import CodeForm
from services.trainings.door_codes.values import Shown
from services.trainings.gatherings import queries as gatherings
from services.trainings.registrations.queries import holding
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.gatherings import CATALOGUE, Place
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Network
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=CATALOGUE.removeprefix("/trainings"), audience=Network)


@pages.get("/{gathering_id}/einlass")
async def show_code(
    request: Request, me: Network, here: CurrentContext, session: Reading, gathering_id: UUID
) -> Response:
    """As a picture that the office's phone reads."""
    return await _show(request, me, here, session, gathering_id, CodeForm.empty())


@pages.post("/{gathering_id}/einlass")
async def make_code(
    request: Request,
    me: Network,
    here: CurrentContext,
    uow: Uow,
    gathering_id: UUID,
    form: Posted[CodeForm],
) -> Response:
    """Once; then it is shown."""
    if form.value is None:
        return await _show(request, me, here, uow.session, gathering_id, form)
    await use_cases.make(uow, await holding(uow.session, me.tenant, me.person_id, gathering_id))
    return pages.saved(request, "Ihr Einlass-Code ist da.")


async def _show(
    request: Request,
    me: Me,
    here: Context,
    session: AsyncSession,
    gathering_id: UUID,
    form: Entered[CodeForm],
) -> Response:
    entry = await holding(session, me.tenant, me.person_id, gathering_id)
    row = await gatherings.known(session, me.tenant, gathering_id)
    code = await queries.code_of(session, me.tenant, entry.id)
    above = [(row.title, pages.address(request, gathering_id))]
    return pages.render(
        request,
        "door_code.html",
        gathering=row,
        seated=entry.place is Place.CONFIRMED,
        shown_code=Shown(code, here.settings.base_url) if code else None,
        above=above,
        form=form,
    )
