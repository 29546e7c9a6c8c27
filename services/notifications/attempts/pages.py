"""What an endpoint was told, attempt by attempt, and what may be sent to it again."""

import json
from uuid import UUID

from fastapi import Request, Response

from services.notifications.attempts import queries, use_cases
from services.notifications.attempts.rules import due_of
from services.notifications.endpoints import queries as endpoints
from services.notifications.endpoints.queries import keeper_of
from shared.context import CurrentContext, Reading, Uow
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Staffing
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/webhooks", audience=Staffing)


@pages.post("/{endpoint_id}/testereignis")
async def send_test(request: Request, me: Staffing, uow: Uow, endpoint_id: UUID) -> Response:
    """Also to one that is switched off; its page says how it went."""
    await endpoints.endpoint(uow.session, keeper_of(me), endpoint_id)
    sent = await use_cases.send_test(uow, me.tenant, endpoint_id)
    to = pages.address(request, endpoint_id, "zustellungen", sent)
    return pages.saved(request, "Ein Testereignis ist unterwegs.", kind="info", to=to)


@pages.get("/{endpoint_id}/zustellungen")
async def list_deliveries(
    request: Request, me: Staffing, session: Reading, endpoint_id: UUID, page: PageRequest
) -> Response:
    """The newest first."""
    endpoint = await endpoints.kept(session, keeper_of(me), endpoint_id)
    found = await queries.page_of(session, me.tenant, endpoint_id, page)
    above = [(endpoint.name, pages.address(request, endpoint_id))]
    return pages.render(request, "deliveries.html", page=found, crumbs_above=above)


@pages.get("/{endpoint_id}/zustellungen/{delivery_id}")
async def show_delivery(
    request: Request,
    me: Staffing,
    here: CurrentContext,
    session: Reading,
    endpoint_id: UUID,
    delivery_id: UUID,
) -> Response:
    """What is sent, when it was tried, and how each attempt ended."""
    endpoint = await endpoints.kept(session, keeper_of(me), endpoint_id)
    found = await queries.delivery(session, me.tenant, endpoint_id, delivery_id)
    fetched = endpoint.stored.carrier_id is not None
    body = due_of(found).payload(here.settings.base_url, fetched=fetched)
    log = pages.address(request, endpoint_id, "zustellungen")
    above = [(endpoint.name, pages.address(request, endpoint_id)), ("Sendungen", log)]
    return pages.render(
        request,
        "delivery.html",
        delivery=found,
        attempts=await queries.attempts_of(session, me.tenant, delivery_id),
        body=json.dumps(body, indent=2),
        crumbs_above=above,
    )


@pages.post("/{endpoint_id}/zustellungen/{delivery_id}/noch-einmal")
async def send_again(
    request: Request, me: Staffing, uow: Uow, endpoint_id: UUID, delivery_id: UUID
) -> Response:
    """The same event under the same id."""
    await endpoints.endpoint(uow.session, keeper_of(me), endpoint_id)
    await use_cases.send_again(uow, me.tenant, endpoint_id, delivery_id)
    to = pages.address(request, endpoint_id, "zustellungen", delivery_id)
    return pages.saved(request, "Das Ereignis wird noch einmal gesendet.", kind="info", to=to)
