"""One's own days and hours of mails; narrower than the municipality's, never wider."""

from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.hours import queries, use_cases
from services.notifications.own_hours.forms import OwnHoursForm
from shared.context import Reading, Uow
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Anyone
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix="/meine-zeiten", audience=Anyone)
BACK = "/notifications/benachrichtigungen"
SAID = "Das gilt ab sofort, auch für Mails, die schon bereitliegen."


@pages.get("")
async def show(request: Request, me: Anyone, session: Reading) -> Response:
    """One's own, or what is usual where one has none."""
    row = await queries.own(session, me.person_id)
    return await _show(request, me, session, OwnHoursForm.filled(row) if row else None)


@pages.post("")
async def set_hours(request: Request, me: Anyone, uow: Uow, form: Posted[OwnHoursForm]) -> Response:
    """From now on."""
    if form.value is None:
        return await _show(request, me, uow.session, form)
    await use_cases.set_own(uow, me.person_id, form.value.window)
    return pages.saved(request, detail=SAID, to=BACK)


@pages.post("/aufheben")
async def take_back(request: Request, me: Anyone, uow: Uow) -> Response:
    """As the municipality sends them again."""
    await use_cases.take_back_own(uow, me.person_id)
    return pages.saved(request, "Ihre eigenen Zeiten sind aufgehoben.", to=BACK)


async def _show(
    request: Request, me: Me, session: AsyncSession, form: Entered[Any] | None
) -> Response:
    hours = await queries.hours_of(session, me.tenant, [me.person_id])
    return pages.render(
        request,
        "own_hours.html",
        form=form or OwnHoursForm.empty(),
        town=hours.town.described,
        own=me.person_id in hours.own,
        both=hours.of(me.person_id).described,
    )
