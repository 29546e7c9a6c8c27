"""Who answers for a municipality's data, and for its carriers', as they say."""

from dataclasses import asdict
from uuid import UUID

from fastapi import Request, Response

from services.directory.controllers import queries, use_cases
from services.directory.controllers.forms import CarrierControllerForm, ControllerForm
from services.directory.controllers.values import CARRIERS, CarrierController
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator, Staffing
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/verantwortliche-stelle", audience=Staffing)
_RECORD = "/directory/verarbeitungen"


@pages.get("")
async def ask_for_controller(request: Request, me: Coordinator, session: Reading) -> Response:
    """As it is."""
    found = await queries.of_municipality(session, me.tenant)
    return _form(request, ControllerForm.filled(asdict(found)))


@pages.post("")
async def write_controller(
    request: Request, me: Coordinator, uow: Uow, form: Posted[ControllerForm]
) -> Response:
    """The page about data protection says so from now on."""
    if form.value is None:
        return _form(request, form)
    await use_cases.write(uow, me.tenant, form.value)
    text = "So steht es jetzt auf der Seite „Datenschutz“ Ihrer Kommune."
    return pages.saved(request, "Gespeichert.", text)


@pages.get("/traeger")
async def list_carriers(
    request: Request, me: Staffing, here: CurrentContext, session: Reading
) -> Response:
    """Every carrier that one may write of, and what is said so far."""
    found = await queries.visible_to(session, me, local_date(here.clock.now()))
    return pages.render(request, "carriers.html", carriers=found)


@pages.get("/traeger/{carrier_id}")
async def ask_for_carrier(
    request: Request, me: Staffing, session: Reading, carrier_id: UUID
) -> Response:
    """As it is."""
    found = await queries.of_carrier(session, me, carrier_id)
    return _carrier_form(request, found, CarrierControllerForm.filled(asdict(found)))


@pages.post("/traeger/{carrier_id}")
async def write_carrier(
    request: Request,
    me: Staffing,
    uow: Uow,
    carrier_id: UUID,
    form: Posted[CarrierControllerForm],
) -> Response:
    """The page about data protection says so from now on."""
    found = await queries.of_carrier(uow.session, me, carrier_id)
    if form.value is None:
        return _carrier_form(request, found, form)
    await use_cases.write_of_carrier(uow, found, me.tenant, form.value)
    text = "So steht es jetzt auf der Seite „Datenschutz“."
    return pages.saved(request, "Gespeichert.", text, to=CARRIERS)


def _form(request: Request, form: Entered[ControllerForm]) -> Response:
    return pages.render(
        request,
        "kit/form.html",
        title="Verantwortliche Stelle",
        lead="Steht auf der Seite „Datenschutz“ und im Verzeichnis der Verarbeitungstätigkeiten.",
        form=form,
        back=_RECORD,
        above=[("Verarbeitungstätigkeiten", _RECORD)],
    )


def _carrier_form(
    request: Request, found: CarrierController, form: Entered[CarrierControllerForm]
) -> Response:
    return pages.render(
        request,
        "kit/form.html",
        title="Verantwortliche Stelle",
        preline=found.carrier,
        lead="Für alles, was der Träger selbst meldet, steht hier, wer es verantwortet.",
        form=form,
        back=CARRIERS,
        above=[("Verantwortliche Träger", CARRIERS)],
    )
