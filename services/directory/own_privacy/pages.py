"""One's own requests: made, awaited, and taken back."""

from uuid import UUID

from fastapi import Request, Response

from services.directory.privacy_requests import queries, use_cases
from services.directory.privacy_requests.values import PrivacyState
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.privacy import PrivacyKind
from shared.contracts.services import TITLES
from shared.web import audit
from shared.web.kit.person import Network
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem

pages = PageRouter(__package__, prefix="/meine-daten", audience=Network)
_DONE, _OPEN = "fertig", "noch nicht; läuft der Dienst gerade nicht, holt er es nach"
_ASKED = "Verlangt. Ihre Koordinierungsstelle prüft es und antwortet innerhalb eines Monats."


@pages.get("")
async def show_own(
    request: Request, me: Network, here: CurrentContext, session: Reading
) -> Response:
    """What one has asked for, what hinders an erasure and what stays, and what one may ask for."""
    found = await queries.own(session, me)
    shown = [(each.asked_at, each.kind, each.state) for each in found]
    waits = next((each for each in found if each.state is PrivacyState.ASKED), None)
    package = next(
        (each for each in found if each.kind is PrivacyKind.ACCESS and each.reason is None), None
    )
    runs = next((each for each in found if each.state is PrivacyState.ANNOUNCED), None)
    told = await queries.answers_of(session, me.tenant, runs.id) if runs else []
    outlook = await queries.outlook_of(session, me, local_date(here.clock.now())) if waits else None
    return pages.render(
        request,
        "own_privacy.html",
        asked=shown,
        waits=waits,
        package=package,
        outlook=outlook,
        services=TITLES.values(),
        progress=[
            (TITLES[each.service], _DONE if each.parts is not None else _OPEN) for each in told
        ],
    )


@pages.get("/loeschen")
async def ask_to_erase(request: Request, me: Network) -> Response:
    """Before the office is asked."""
    return pages.confirm(
        request,
        "Sollen Ihre Daten gelöscht werden?",
        "Ihre Koordinierungsstelle prüft es innerhalb eines Monats. Solange Sie beschäftigt sind,"
        " ist es nicht möglich. Danach sind Sie überall abgemeldet, und Ihr Name steht"
        " nirgends mehr. Bis dahin können Sie es zurücknehmen.",
        button="Löschung verlangen",
        final=False,
        back=pages.address(request),
    )


@pages.post("/loeschen")
async def erase_me(request: Request, me: Network, uow: Uow) -> Response:
    """The office is asked."""
    to = pages.address(request)
    try:
        row = await use_cases.ask(uow, me, me.person_id, PrivacyKind.ERASURE)
    except Problem:
        audit.unchanged(request)
        return pages.saved(request, "Das haben Sie schon verlangt.", kind="info", to=to)
    audit.about(request, row.id)
    return pages.saved(request, _ASKED, to=to)


@pages.get("/{own_request_id}/zuruecknehmen")
async def ask_to_cancel(
    request: Request, me: Network, session: Reading, own_request_id: UUID
) -> Response:
    """Before it is taken back."""
    await queries.own_one(session, me, own_request_id)
    return pages.confirm(
        request,
        "Sollen Ihre Daten doch bleiben?",
        "Dann geschieht nichts. Sie können es jederzeit neu verlangen.",
        button="Zurücknehmen",
        final=False,
        style="primary",
        back=pages.address(request),
    )


@pages.post("/{own_request_id}/zuruecknehmen")
async def cancel(request: Request, me: Network, uow: Uow, own_request_id: UUID) -> Response:
    """Nothing has happened yet, and nothing will."""
    row, to = await queries.own_one(uow.session, me, own_request_id), pages.address(request)
    try:
        await use_cases.cancel(uow, row)
    except Problem:
        audit.unchanged(request)
        return pages.saved(request, "Darüber ist schon entschieden.", kind="warning", to=to)
    return pages.saved(request, "Zurückgenommen.", to=to)
