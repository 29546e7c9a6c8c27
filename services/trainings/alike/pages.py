"""Which gatherings stand in for each other, as the office says."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.alike import queries, use_cases
from services.trainings.alike.forms import TieForm, UntieForm
from services.trainings.gatherings import queries as gatherings
from services.trainings.models import Gathering
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
ALIKE = "/{gathering_id}/ersatztermine"


@pages.get(ALIKE)
async def list_alike(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, gathering_id: UUID
) -> Response:
    """Those there are, and a form for one more."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    return await _show(request, here, session, row, TieForm.empty())


@pages.post(ALIKE)
async def tie(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    gathering_id: UUID,
    form: Posted[TieForm],
) -> Response:
    """From now on there is one seat for a person among them."""
    row = await gatherings.one(uow.session, me.tenant, gathering_id)
    if form.value is None:
        return await _show(request, here, uow.session, row, form)
    await use_cases.tie(uow, me, gathering_id, form.value.other_id)
    return pages.saved(request, to=request.url.path)


@pages.post(f"{ALIKE}/{{alike_id}}/loesen")
async def untie(
    request: Request,
    me: Coordinator,
    uow: Uow,
    gathering_id: UUID,
    alike_id: UUID,
    form: Posted[UntieForm],
) -> Response:
    """Everybody keeps what they have."""
    await gatherings.one(uow.session, me.tenant, gathering_id)
    await use_cases.untie(uow, me, gathering_id, alike_id)
    to = pages.address(request, gathering_id, "ersatztermine")
    return pages.saved(request, "Kein Ersatztermin mehr.", to=to)


async def _show(
    request: Request, here: Context, session: AsyncSession, row: Gathering, form: Entered[Any]
) -> Response:
    now = here.clock.now()
    back = pages.address(request, row.id)
    choices = await queries.choices(session, row, now)
    return pages.render(
        request,
        "alike.html",
        gathering=row,
        alike=await queries.of(session, row, now),
        choices=choices,
        form=replace(form, offered={"other_id": choices}),
        back=back,
        above=[(row.title, back)],
    )
