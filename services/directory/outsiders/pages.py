"""The office asks for somebody from outside, sees who they are, and sets it going."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.outsiders import rules, use_cases
from services.directory.outsiders.forms import ErasureForm, OutsiderForm
from services.directory.outsiders.gateways import search
from services.directory.privacy_requests import queries
from services.directory.privacy_requests.queries import RequestRow
from services.directory.privacy_requests.values import SERVICES, PrivacyState
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.privacy import REQUESTS, PrivacyKind
from shared.web import audit
from shared.web.audit import looked
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.neighbours import NoAnswer, client_for
from shared.web.outsiders import Outsider

pages = PageRouter(__package__, prefix="/auskunft-von-ausserhalb", audience=Coordinator)
Known = Sequence[tuple[str, Outsider]]


@pages.get("")
async def ask_for_outsider(request: Request, me: Coordinator) -> Response:
    """For a guest, or somebody who has a measure."""
    return _form(request, OutsiderForm.empty())


@pages.post("")
async def enter_outsider(
    request: Request, me: Coordinator, here: CurrentContext, uow: Uow, form: Posted[OutsiderForm]
) -> Response:
    """Keep that they have asked; their address is only searched for."""
    if form.value is None:
        return _form(request, form)
    given = form.value
    some_id = rules.id_of(given.who)
    client = client_for(request, here)
    try:
        if some_id is None:
            found = await search(client, address=given.who)
        else:
            found = await search(client, [some_id])
    except NoAnswer:
        audit.unchanged(request)
        return pages.saved(request, rules.AWAY, kind="warning", to=pages.address(request))
    if not found:
        raise rules.nobody()
    ids = [each.id for _, each in found]
    row = await use_cases.enter(uow, me, given.kind, ids, given.reason)
    audit.about(request, row.id)
    return pages.saved(request, "Eingetragen.", to=pages.address(request, row.id))


@pages.get("/{privacy_request_id}", dependencies=[looked])
async def show_outsider(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    privacy_request_id: UUID,
) -> Response:
    """Who it is, as they said themselves, and the last question."""
    row = await _waiting(session, me.tenant, privacy_request_id)
    try:
        found = await search(client_for(request, here), [UUID(each) for each in row.still_named])
    except NoAnswer:
        to = f"{REQUESTS}/{row.id}"
        return pages.saved(request, rules.AWAY, kind="warning", to=to)
    return _show(request, row, found, ErasureForm.empty())


@pages.post("/{privacy_request_id}/zusammenstellen")
async def collect_for_outsider(
    request: Request, me: Coordinator, here: CurrentContext, uow: Uow, privacy_request_id: UUID
) -> Response:
    """Every service is asked at once."""
    row = await _waiting(uow.session, me.tenant, privacy_request_id, PrivacyKind.ACCESS)
    text = "Die Dienste stellen die Daten zusammen. Das dauert meist nur Sekunden."
    return await _start(request, me, here, uow, row, text)


@pages.post("/{privacy_request_id}/loeschen")
async def erase_outsider(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    privacy_request_id: UUID,
    form: Posted[ErasureForm],
) -> Response:
    """Everywhere, with no way back."""
    row = await _waiting(uow.session, me.tenant, privacy_request_id, PrivacyKind.ERASURE)
    if form.value is None:
        return _show(request, row, (), form)
    text = "Die Löschung läuft. Jeder Dienst meldet hier, was er gelöscht hat."
    return await _start(request, me, here, uow, row, text)


async def _start(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    row: RequestRow,
    text: str,
) -> Response:
    to = f"{REQUESTS}/{row.id}"
    try:
        found = await search(client_for(request, here), [UUID(each) for each in row.still_named])
    except NoAnswer:
        audit.unchanged(request)
        return pages.saved(request, rules.AWAY, kind="warning", to=to)
    await use_cases.start(uow, me, row, {each.id for _, each in found})
    return pages.saved(request, text, to=to)


async def _waiting(
    session: AsyncSession, tenant: str, request_id: UUID, kind: PrivacyKind | None = None
) -> RequestRow:
    """Of somebody from outside, and not begun; raises ``NoResultFound``."""
    row = await queries.one(session, tenant, request_id)
    if not row.outside or row.state is not PrivacyState.ASKED or row.kind is not (kind or row.kind):
        raise NoResultFound
    return row


def _form(request: Request, form: Entered[OutsiderForm]) -> Response:
    return pages.render(
        request,
        "kit/form.html",
        title="Auskunft oder Löschung für jemanden von außerhalb",
        lead="Für Gäste von Veranstaltungen und für alle, die eine Maßnahme übernommen haben und in"
        " keinem Verzeichnis stehen. Prüfen Sie vorher, dass es wirklich die Person ist.",
        button="Suchen und eintragen",
        form=form,
        back=REQUESTS,
        above=[("Auskunft und Löschung", REQUESTS)],
    )


def _show(request: Request, row: RequestRow, found: Known, form: Entered[ErasureForm]) -> Response:
    return pages.render(
        request,
        "outsider.html",
        asked=row,
        rows=[(SERVICES[service], each.name, each.address) for service, each in found],
        form=form,
        back=f"{REQUESTS}/{row.id}",
        here=pages.address(request, row.id),
    )
