"""Addresses that take no mail, for the office: who, why, since when, and the way out."""

from uuid import UUID

from fastapi import Request, Response

from services.notifications.addresses import queries, use_cases
from services.notifications.addresses.forms import AgainForm
from services.notifications.addresses.values import ADDRESSES
from services.notifications.dispatches import queries as dispatches
from services.notifications.dispatches.values import Outcome
from services.notifications.undeliverable import use_cases as undeliverable
from shared.context import Reading, Uow
from shared.web.audit import looked
from shared.web.kit.forms import Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

_BECAUSE_OF_IT = (Outcome.SUPPRESSED, Outcome.REFUSED, Outcome.RETURNED)

pages = PageRouter(
    __package__, prefix=ADDRESSES.removeprefix("/notifications"), audience=Coordinator
)


@pages.get("", dependencies=[looked])
async def list_addresses(
    request: Request, me: Coordinator, session: Reading, page: PageRequest
) -> Response:
    """Of the municipality's people, by name."""
    found = await queries.page_of(session, me.tenant, page)
    return pages.render(request, "addresses.html", page=found)


@pages.get("/{person_id}", dependencies=[looked])
async def show(request: Request, me: Coordinator, session: Reading, person_id: UUID) -> Response:
    """One of them, and what can be done."""
    found = await queries.one(session, me.tenant, person_id)
    return pages.render(request, "address.html", found=found)


@pages.get("/{person_id}/wieder-versuchen", dependencies=[looked])
async def ask(request: Request, me: Coordinator, session: Reading, person_id: UUID) -> Response:
    """The form for the reason."""
    found = await queries.one(session, me.tenant, person_id)
    return pages.render(request, "again.html", found=found, form=AgainForm.empty())


@pages.post("/{person_id}/wieder-versuchen")
async def try_again(
    request: Request, me: Coordinator, uow: Uow, person_id: UUID, form: Posted[AgainForm]
) -> Response:
    """It takes mail again as far as we know; what was given up because of it is owed again."""
    found = await queries.one(uow.session, me.tenant, person_id)
    if form.value is None:
        return pages.render(request, "again.html", found=found, form=form)
    await use_cases.try_again(uow, me.person_id, found.email, form.value.because)
    ids = await dispatches.lost(uow.session, me.tenant, person_id, _BECAUSE_OF_IT)
    number = await undeliverable.put_back(uow, ids, me.tenant) if ids else 0
    return pages.saved(request, "Die Adresse wird wieder versucht.", _owed(number), to=ADDRESSES)


def _owed(number: int) -> str:
    if not number:
        return ""
    said = "Eine Nachricht liegt" if number == 1 else f"{number} Nachrichten liegen"
    return f"{said} wieder in der Reihe."
