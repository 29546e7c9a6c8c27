"""The office sets when mails go out in its municipality."""

from typing import Any

from fastapi import Request, Response

from services.notifications.hours import queries, use_cases
from services.notifications.hours.forms import HoursForm
from shared.context import Reading, Uow
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/ruhezeiten", audience=Coordinator)
SAID = "Das gilt ab sofort, auch für Mails, die schon bereitliegen."


@pages.get("")
async def show(request: Request, me: Coordinator, session: Reading) -> Response:
    """What holds, or what is usual while nothing does."""
    row = await queries.of_town(session, me.tenant)
    form = HoursForm.filled(row) if row else HoursForm.empty()
    return _show(request, form, holds=row is not None and row.holds)


@pages.post("")
async def set_hours(
    request: Request, me: Coordinator, uow: Uow, form: Posted[HoursForm]
) -> Response:
    """For the whole municipality."""
    if form.value is None:
        row = await queries.of_town(uow.session, me.tenant)
        return _show(request, form, holds=row is not None and row.holds)
    await use_cases.set_for_town(uow, me.tenant, form.value)
    return pages.saved(request, detail=SAID)


def _show(request: Request, form: Entered[Any], *, holds: bool) -> Response:
    return pages.render(request, "hours.html", form=form, holds=holds)
