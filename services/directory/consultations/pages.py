"""Consultations as the coordination office looks after them."""

from uuid import UUID

from fastapi import Request, Response

from services.directory.consultations import queries, use_cases
from services.directory.consultations.forms import AppointmentForm, ConsultationSearch, known
from services.directory.consultations.values import CALENDAR_FILE
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.consultations import CONSULTATIONS
from shared.web.audit import looked
from shared.web.kit.forms import Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/beratungen", audience=Coordinator)
APPOINTMENT = "Termin vereinbaren"


@pages.get("", dependencies=[looked])
async def list_consultations(
    request: Request,
    me: Coordinator,
    session: Reading,
    search: Search[ConsultationSearch],
    page: PageRequest,
) -> Response:
    """The newest first."""
    found = await queries.page_of(session, me, search, page)
    return pages.render(request, "consultations.html", search=search, page=found)


@pages.get("/{consultation_id}", dependencies=[looked])
async def show_consultation(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    consultation_id: UUID,
) -> Response:
    """One of them, whole."""
    found = await queries.one(session, me, consultation_id)
    ahead = bool(found.appointment and found.appointment.starts_at > here.clock.now())
    return pages.render(request, "consultation.html", consultation=found, ahead=ahead)


@pages.get("/{consultation_id}/termin")
async def ask_appointment(
    request: Request, me: Coordinator, session: Reading, consultation_id: UUID
) -> Response:
    """When and where."""
    found = await queries.one(session, me, consultation_id)
    form = AppointmentForm.empty(**known(found.appointment, found.version))
    back = pages.address(request, consultation_id)
    return pages.render(request, "kit/form.html", title=APPOINTMENT, form=form, back=back)


@pages.post("/{consultation_id}/termin")
async def schedule(
    request: Request,
    me: Coordinator,
    uow: Uow,
    consultation_id: UUID,
    form: Posted[AppointmentForm],
) -> Response:
    """Name it, or move it."""
    await queries.one(uow.session, me, consultation_id)
    back = pages.address(request, consultation_id)
    if (given := form.value) is None:
        return pages.render(request, "kit/form.html", title=APPOINTMENT, form=form, back=back)
    await use_cases.schedule(uow, me, consultation_id, given.version, given.appointment)
    text = "Wer angefragt hat, bekommt dazu eine Mail; der Termin steht nur auf der Seite."
    return pages.saved(request, "Der Termin steht.", text, to=back)


@pages.get("/{consultation_id}/termin.ics")
async def appointment_file(
    me: Coordinator, here: CurrentContext, session: Reading, consultation_id: UUID
) -> Response:
    """The appointment for one's calendar."""
    found = await queries.one(session, me, consultation_id)
    url = f"{here.settings.base_url}{CONSULTATIONS}/{consultation_id}"
    file = use_cases.calendar_file(found, here.clock.now(), url)
    return Response(file, headers=CALENDAR_FILE)


@pages.post("/{consultation_id}/durchgefuehrt")
async def mark_held(request: Request, me: Coordinator, uow: Uow, consultation_id: UUID) -> Response:
    """Say that the talk has taken place."""
    await use_cases.mark_held(uow, me, consultation_id)
    to = pages.address(request, consultation_id)
    return pages.saved(request, "Als durchgeführt vermerkt.", to=to)


@pages.get("/{consultation_id}/abschliessen")
async def ask_close(
    request: Request, me: Coordinator, session: Reading, consultation_id: UUID
) -> Response:
    """Ask before it ends."""
    found = await queries.one(session, me, consultation_id)
    told = " Wer angefragt hat, erfährt das mit einer Mail." if found.waits else ""
    return pages.confirm(
        request,
        "Beratung abschließen?",
        consequence=f"Danach ist nichts mehr zu tun.{told} Notiz und Ort werden 30 Tage später"
        " gelöscht; gezählt wird die Beratung weiter.",
        button="Abschließen",
    )


@pages.post("/{consultation_id}/abschliessen")
async def close(request: Request, me: Coordinator, uow: Uow, consultation_id: UUID) -> Response:
    """End it."""
    await use_cases.close(uow, me, consultation_id)
    to = pages.address(request, consultation_id)
    return pages.saved(request, "Die Beratung ist abgeschlossen.", to=to)
