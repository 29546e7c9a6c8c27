"""One's own consultations: asked for, awaited, and taken back."""

from uuid import UUID

from fastapi import Request, Response

from services.directory.consultations import queries
from services.directory.consultations import use_cases as consultations
from services.directory.consultations.values import CALENDAR_FILE
from services.directory.own_consultations import use_cases
from services.directory.own_consultations.forms import RequestForm
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.consultations import OWN_CONSULTATIONS
from shared.web.kit.editing import offer_new
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Advised
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/beratung", audience=Advised)


@pages.get("")
async def list_own(request: Request, me: Advised, session: Reading, page: PageRequest) -> Response:
    """The newest first."""
    found = await queries.own_page(session, me, page)
    return pages.render(request, "own_consultations.html", page=found)


offer_new(pages, "Beratung anfragen", RequestForm, use_cases.ask, button="Anfragen")


@pages.get("/{consultation_id}")
async def show_own(
    request: Request, me: Advised, session: Reading, consultation_id: UUID
) -> Response:
    """One of them, whole."""
    found = await queries.one(session, me, consultation_id)
    return pages.render(request, "own_consultation.html", consultation=found)


@pages.get("/{consultation_id}/termin.ics")
async def appointment_file(
    me: Advised, here: CurrentContext, session: Reading, consultation_id: UUID
) -> Response:
    """The appointment for one's calendar."""
    found = await queries.one(session, me, consultation_id)
    url = f"{here.settings.base_url}{OWN_CONSULTATIONS}/{consultation_id}"
    file = consultations.calendar_file(found, here.clock.now(), url)
    return Response(file, headers=CALENDAR_FILE)


@pages.get("/{consultation_id}/zuruecknehmen")
async def ask_withdraw(
    request: Request, me: Advised, session: Reading, consultation_id: UUID
) -> Response:
    """Ask before it is gone."""
    await queries.one(session, me, consultation_id)
    return pages.confirm(
        request,
        "Anfrage zurücknehmen?",
        consequence="Die Koordinierungsstelle erfährt davon mit einer Mail; ein Termin ist damit"
        " abgesagt. Neu anfragen können Sie jederzeit.",
        button="Zurücknehmen",
    )


@pages.post("/{consultation_id}/zuruecknehmen")
async def withdraw(request: Request, me: Advised, uow: Uow, consultation_id: UUID) -> Response:
    """It is not needed any more."""
    await consultations.withdraw(uow, me, consultation_id)
    to = pages.address(request, consultation_id)
    return pages.saved(request, "Die Anfrage ist zurückgenommen.", to=to)
