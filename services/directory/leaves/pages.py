"""Leaves and returns as a carrier's clerk or the office posts them."""

from uuid import UUID

from fastapi import Request, Response

from services.directory.employments.queries import looked_after
from services.directory.employments.values import Employment
from services.directory.leaves import use_cases
from services.directory.leaves.forms import LeaveForm, ReturnForm
from services.directory.schemas import NewLeave, NewReturn
from shared.context import Reading, Uow
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Staffing
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/fachkraefte", audience=Staffing)


@pages.get("/{employment_id}/beurlaubung")
async def ask_leave(
    request: Request, me: Staffing, session: Reading, employment_id: UUID
) -> Response:
    """From when to when."""
    _, found = await looked_after(session, me, employment_id)
    return _show(request, found, LeaveForm.empty(), "leave.html")


@pages.post("/{employment_id}/beurlaubung")
async def leave(
    request: Request, me: Staffing, uow: Uow, employment_id: UUID, form: Posted[LeaveForm]
) -> Response:
    """Store it."""
    client, found = await looked_after(uow.session, me, employment_id)
    if form.value is None:
        return _show(request, found, form, "leave.html")
    days = form.value.model_dump()
    given = NewLeave(external_id=found.external_id, employment_id=found.id, **days)
    await use_cases.go_on_leave(uow, client, given)
    text = "Die Stelle gilt so lange als vorübergehend unbesetzt."
    return pages.saved(request, "Beurlaubung gemeldet.", text, to=pages.address(request, found.id))


@pages.get("/{employment_id}/rueckkehr")
async def ask_return(
    request: Request, me: Staffing, session: Reading, employment_id: UUID
) -> Response:
    """From when on."""
    _, found = await looked_after(session, me, employment_id)
    return _show(request, found, ReturnForm.empty(), "return.html")


@pages.post("/{employment_id}/rueckkehr")
async def come_back(
    request: Request, me: Staffing, uow: Uow, employment_id: UUID, form: Posted[ReturnForm]
) -> Response:
    """The leave ends the day before."""
    client, found = await looked_after(uow.session, me, employment_id)
    if form.value is None:
        return _show(request, found, form, "return.html")
    given = NewReturn(
        external_id=found.external_id, employment_id=found.id, first_day=form.value.first_day
    )
    done = await use_cases.come_back(uow, client, given)
    text = "Rückkehr gemeldet." if done.taken else "Die Beurlaubung findet nicht statt."
    return pages.saved(request, text, to=pages.address(request, found.id))


def _show(
    request: Request,
    employment: Employment,
    form: Entered[LeaveForm] | Entered[ReturnForm],
    to: str,
) -> Response:
    back = pages.address(request, employment.id)
    return pages.render(request, to, form=form, employment=employment, back=back)
