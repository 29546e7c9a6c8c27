"""Who answers for a municipality's data, as its office says."""

from dataclasses import asdict

from fastapi import Request, Response

from services.directory.controllers import queries, use_cases
from services.directory.controllers.forms import ControllerForm
from shared.context import Reading, Uow
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/verantwortliche-stelle", audience=Coordinator)
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
