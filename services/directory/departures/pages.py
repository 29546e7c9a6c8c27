"""Departures as a carrier's clerk posts them."""

from uuid import UUID

from fastapi import Request, Response

from services.directory.departures import use_cases
from services.directory.departures.forms import DepartureForm
from services.directory.employments.queries import looked_after
from services.directory.employments.values import Employment
from services.directory.schemas import NewDeparture
from services.directory.values import Became
from shared.context import Reading, Uow
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Carrier
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/fachkraefte", audience=Carrier)


@pages.get("/{employment_id}/austritt")
async def ask_last_day(
    request: Request, me: Carrier, session: Reading, employment_id: UUID
) -> Response:
    """The form for a departure."""
    _, found = await looked_after(session, me, employment_id)
    return _show_departure(request, found, DepartureForm.empty(last_day=found.end))


@pages.post("/{employment_id}/austritt")
async def depart(
    request: Request, me: Carrier, uow: Uow, employment_id: UUID, form: Posted[DepartureForm]
) -> Response:
    """End it, or take the hire back."""
    client, found = await looked_after(uow.session, me, employment_id)
    if form.value is None:
        return _show_departure(request, found, form)
    given = NewDeparture(
        external_id=found.external_id, employment_id=found.id, **form.value.model_dump()
    )
    receipt = await use_cases.depart(uow, client, given)
    texts = {Became.HIRE_CANCELLED: "Einstellung zurückgenommen."}
    text = texts.get(receipt.outcome, "Austritt gemeldet.")
    return pages.saved(request, text, to=pages.address(request, employment_id))


def _show_departure(
    request: Request, employment: Employment, form: Entered[DepartureForm]
) -> Response:
    back = pages.address(request, employment.id)
    return pages.render(request, "departure.html", form=form, employment=employment, back=back)
