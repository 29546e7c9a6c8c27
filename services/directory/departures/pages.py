"""Departures and other schools as a carrier's clerk posts them."""

from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.departures import use_cases
from services.directory.departures.forms import ChangeForm, DepartureForm
from services.directory.departures.schemas import NewChange, NewDeparture
from services.directory.employments.queries import one_of
from services.directory.employments.values import Employment
from services.directory.forms import asks_for_more, of_timeline, shown
from services.directory.organizations.queries import all_schools
from services.directory.placements.queries import timelines
from services.directory.placements.values import latest_begun
from services.directory.rules import acting_for
from services.directory.schemas import Became
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Carrier
from shared.web.kit.reasons import in_german
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem

pages = PageRouter(__package__, prefix="/fachkraefte", audience=Carrier)


@pages.get("/{employment_id}/austritt")
async def ask_last_day(
    request: Request, me: Carrier, session: Reading, employment_id: UUID
) -> Response:
    """The form for a departure."""
    found = await one_of(session, acting_for(me), employment_id)
    return _show_departure(request, found, DepartureForm.empty(last_day=found.end))


@pages.post("/{employment_id}/austritt")
async def depart(
    request: Request, me: Carrier, uow: Uow, employment_id: UUID, form: Posted[DepartureForm]
) -> Response:
    """End it, or take the hire back."""
    client = acting_for(me)
    found = await one_of(uow.session, client, employment_id)
    if form.value is None:
        return _show_departure(request, found, form)
    given = NewDeparture(
        external_id=found.external_id, employment_id=found.id, **form.value.model_dump()
    )
    receipt = await use_cases.depart(uow, client, given)
    texts = {Became.HIRE_CANCELLED: "Einstellung zurückgenommen."}
    text = texts.get(receipt.outcome, "Austritt gemeldet.")
    return pages.saved(request, text, to=pages.address(request, employment_id))


@pages.get("/{employment_id}/einsatz")
async def ask_schools(
    request: Request, me: Carrier, here: CurrentContext, session: Reading, employment_id: UUID
) -> Response:
    """The form for other schools or hours, with those of today."""
    found = await one_of(session, acting_for(me), employment_id)
    spans = (await timelines(session, me.tenant, [found]))[found.id]
    span = latest_begun(spans, local_date(here.clock.now()))
    known = of_timeline(span.placements if span else [])
    return await _show_change(request, me, session, found, ChangeForm.empty(**known))


@pages.post("/{employment_id}/einsatz")
async def change(
    request: Request, me: Carrier, uow: Uow, employment_id: UUID, form: Posted[ChangeForm]
) -> Response:
    """Let these schools apply from a day on."""
    client = acting_for(me)
    found = await one_of(uow.session, client, employment_id)
    if form.value is None or asks_for_more(form):
        return await _show_change(request, me, uow.session, found, form)
    given = NewChange(
        external_id=found.external_id,
        employment_id=found.id,
        valid_from=form.value.valid_from,
        placements=form.value.placements,
    )
    try:
        receipt = await use_cases.change(uow, client, given)
    except Problem as problem:
        raise form.value.in_fields(problem) from None
    found_of = " ".join(in_german(each.reason) for each in receipt.warnings)
    kind, to = "warning" if found_of else "success", pages.address(request, employment_id)
    return pages.saved(request, "Änderung gemeldet.", found_of, kind=kind, to=to)


def _show_departure(
    request: Request, employment: Employment, form: Entered[DepartureForm]
) -> Response:
    back = pages.address(request, employment.id)
    return pages.render(request, "departure.html", form=form, employment=employment, back=back)


async def _show_change(
    request: Request,
    me: Carrier,
    session: AsyncSession,
    employment: Employment,
    form: Entered[ChangeForm],
) -> Response:
    schools = await all_schools(session, me.tenant)
    back = pages.address(request, employment.id)
    given = shown(form, schools)
    return pages.render(request, "change.html", form=given, employment=employment, back=back)
