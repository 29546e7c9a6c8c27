"""Every mail to somebody, for the office: what became of it, and once more."""

from uuid import UUID

from fastapi import Request, Response

from services.notifications.dispatches import queries
from services.notifications.dispatches.values import DELIVERY_LOG, LOST
from services.notifications.recipients import queries as recipients
from services.notifications.undeliverable import use_cases as undeliverable
from shared.context import Reading, Uow
from shared.web.audit import looked
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(
    __package__, prefix=DELIVERY_LOG.removeprefix("/notifications"), audience=Coordinator
)


@pages.get("/{person_id}", dependencies=[looked])
async def show(
    request: Request, me: Coordinator, session: Reading, person_id: UUID, page: PageRequest
) -> Response:
    """What the municipality sent them in the last 90 days, the newest first."""
    person = await recipients.person_of(session, me.tenant, person_id)
    found = await queries.page_of(session, me.tenant, person_id, page)
    return pages.render(request, "dispatches.html", page=found, name=person.name, lost=LOST)


@pages.post("/{person_id}/{mail_id}/noch-einmal")
async def send_again(
    request: Request, me: Coordinator, uow: Uow, person_id: UUID, mail_id: UUID
) -> Response:
    """What did not arrive is owed again."""
    found = await queries.one(uow.session, me.tenant, person_id, mail_id)
    ids = [UUID(each) for each in found.message_ids]
    number = await undeliverable.put_back(uow, ids, me.tenant)
    to = pages.address(request, person_id)
    if not number:
        text = "Es ist inzwischen zugestellt oder nicht mehr nötig."
        return pages.saved(request, text, kind="info", to=to)
    return pages.saved(request, "Die Nachricht liegt wieder in der Reihe.", to=to)
