"""How the office is named on its certificates, as it says itself."""

from dataclasses import asdict

from fastapi import Request, Response

from services.trainings.certificate_senders import queries, use_cases
from services.trainings.certificate_senders.forms import SenderForm
from shared.context import Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/bescheinigungsabsender", audience=Coordinator)


@pages.get("")
async def ask_for_sender(request: Request, me: Coordinator, session: Reading) -> Response:
    """As it is."""
    found = await queries.of_office(session, me.tenant)
    return _form(request, SenderForm.filled(asdict(found)))


@pages.post("")
async def write_sender(
    request: Request, me: Coordinator, uow: Uow, form: Posted[SenderForm]
) -> Response:
    """Certificates that are issued from now on say so."""
    if form.value is None:
        return _form(request, form)
    await use_cases.write(uow, me, form.value)
    text = "Bescheinigungen, die Sie ab jetzt ausstellen, nennen es so."
    return pages.saved(request, "Gespeichert.", text)


def _form(request: Request, form: Entered[SenderForm]) -> Response:
    return pages.render(
        request,
        "kit/form.html",
        title="Absender der Bescheinigungen",
        lead="Steht auf jeder Teilnahmebescheinigung. Beides kann leer bleiben.",
        form=form,
        back=GATHERINGS,
        above=[("Veranstaltungen", GATHERINGS)],
    )
