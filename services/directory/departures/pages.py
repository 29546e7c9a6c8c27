"""Departures as a carrier's clerk posts them."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from fastapi import Request, Response

from services.directory.departures import queries, use_cases
from services.directory.departures.forms import DepartureForm
from services.directory.employments.queries import looked_after
from services.directory.employments.values import Employment
from services.directory.schemas import NewDeparture
from services.directory.values import Became, LaterFact, Untrue
from shared.context import Reading, Uow
from shared.web import audit
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Carrier
from shared.web.kit.router import PageRouter

COLUMNS = ("Was", "Ab", "Bis", "Schule")
CALLED = {Untrue.PLACEMENT: "Einsatz", Untrue.LEAVE: "Beurlaubung"}
KEPT = (
    "Was schon geschehen ist, bleibt: verschickte Mails, erledigte Aufgaben und besuchte"
    " Veranstaltungen. Anmeldungen für die Tage danach gelten weiter, bis jemand absagt."
)
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
    value = form.value
    if value is None or value.again:
        return _show_departure(request, found, form)
    untrue = await queries.untrue_after(uow.session, me.tenant, found, value.last_day)
    if untrue and not value.confirmed:
        return _show_untrue(request, found, form, untrue)
    told = value.model_dump(exclude={"confirmed", "again"})
    given = NewDeparture(external_id=found.external_id, employment_id=found.id, **told)
    receipt = await use_cases.depart(uow, client, given)
    texts = {Became.HIRE_CANCELLED: "Einstellung zurückgenommen."}
    text = texts.get(receipt.outcome, "Austritt gemeldet.")
    return pages.saved(request, text, to=pages.address(request, employment_id))


def _show_departure(
    request: Request, employment: Employment, form: Entered[DepartureForm]
) -> Response:
    back = pages.address(request, employment.id)
    form = replace(form, left_out={"confirmed", "again"})
    return pages.render(request, "departure.html", form=form, employment=employment, back=back)


def _show_untrue(
    request: Request,
    employment: Employment,
    form: Entered[DepartureForm],
    untrue: Sequence[LaterFact],
) -> Response:
    """What was posted for later days, before it holds no more."""
    audit.unchanged(request)
    rows = [(CALLED[each.kind], each.first_day, each.last_day, each.school_name) for each in untrue]
    return pages.render(
        request,
        "kit/planned.html",
        title="Austritt melden",
        lead="Für die Tage danach ist schon etwas gemeldet. Gespeichert ist noch nichts.",
        preline=employment.name,
        above=[(employment.name, pages.address(request, employment.id))],
        tables=[("Was dann nicht mehr gilt", COLUMNS, rows)],
        warnings=[KEPT],
        form=replace(form, left_out={"confirmed", "again"}),
        button="Austritt melden",
        back=pages.address(request, employment.id),
    )
