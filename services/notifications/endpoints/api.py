"""Webhooks, as carriers' programs set them up themselves."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from services.notifications.attempts import use_cases as attempts
from services.notifications.endpoints import queries, use_cases
from services.notifications.endpoints.queries import keeper_of
from services.notifications.endpoints.schemas import (
    ChangedEndpoint,
    Enabling,
    EndpointList,
    EndpointSecret,
    EndpointView,
    NewEndpoint,
    Sent,
)
from services.notifications.endpoints.values import Vault
from services.notifications.posting.values import Policy
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.directory import Scope
from shared.database.versions import Overtaken
from shared.web.audience import program_with
from shared.web.idempotency import Once
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.problem import Problem
from shared.web.tokens import ApiClient

api = APIRouter(prefix="/webhooks", tags=["webhooks"])
LIST = "/notifications/api/v1/webhooks"
Client = Annotated[ApiClient, Depends(program_with(Scope.WEBHOOKS))]


@api.post("", status_code=201, response_model=EndpointSecret)
async def add_webhook(
    body: NewEndpoint, client: Client, here: CurrentContext, uow: Uow, exactly: Once[Client]
) -> Response:
    """An address of the client's carrier that is told of events; the secret is shown this once."""

    async def work() -> EndpointSecret:
        policy = Policy.of(here.settings)
        made = await use_cases.add(uow, keeper_of(client), Vault.of(here), policy, body)
        return EndpointSecret(id=made[0].id, secret=made[1])

    return await exactly.once(
        body, work, lambda made: f"{LIST}/{made.id}", kept=EndpointSecret.without_secret
    )


@api.get("")
async def list_webhooks(
    request: Request, client: Client, session: Reading, page: CursorRequest
) -> EndpointList:
    """The carrier's, those that people set up, too."""
    found = await queries.page_for_program(session, keeper_of(client), page)
    items = [EndpointView.model_validate(each) for each in found.items]
    return EndpointList(items=items, next=next_page(request, found))


@api.get("/{endpoint_id}")
async def show_webhook(endpoint_id: UUID, client: Client, session: Reading) -> EndpointView:
    """Where it is, what it is told, and since when it takes nothing, if so."""
    found = await queries.endpoint(session, keeper_of(client), endpoint_id)
    return EndpointView.model_validate(found)


@api.put("/{endpoint_id}")
async def change_webhook(
    endpoint_id: UUID, body: ChangedEndpoint, client: Client, here: CurrentContext, uow: Uow
) -> EndpointView:
    """What waits goes to the new address."""
    policy = Policy.of(here.settings)
    try:
        changed = await use_cases.change(uow, keeper_of(client), endpoint_id, policy, body)
    except Overtaken:
        raise Problem(409, "changed-meanwhile", "Somebody else has changed it") from None
    return EndpointView.model_validate(changed)


@api.post("/{endpoint_id}/secret", status_code=201, response_model=EndpointSecret)
async def rotate_secret(
    endpoint_id: UUID, client: Client, here: CurrentContext, uow: Uow, exactly: Once[Client]
) -> Response:
    """A new secret. For 24 hours everything is signed with the one before, too."""
    keeper = keeper_of(client)

    async def work() -> EndpointSecret:
        secret = await use_cases.rotate(uow, keeper, endpoint_id, Vault.of(here), None)
        return EndpointSecret(id=endpoint_id, secret=secret)

    return await exactly.once(Enabling(), work, kept=EndpointSecret.without_secret)


@api.post("/{endpoint_id}/disable", status_code=204)
async def disable_webhook(endpoint_id: UUID, client: Client, uow: Uow) -> None:
    """Nothing is sent until it is enabled; what happens meanwhile is kept for 90 days."""
    await use_cases.switch_off(uow, keeper_of(client), endpoint_id)


@api.post("/{endpoint_id}/enable", status_code=204)
async def enable_webhook(endpoint_id: UUID, body: Enabling, client: Client, uow: Uow) -> None:
    """Begin again; with `resend`, everything that did not arrive is sent at once."""
    await use_cases.switch_on(uow, keeper_of(client), endpoint_id, again=body.resend)


@api.post("/{endpoint_id}/test", status_code=202)
async def send_test_event(endpoint_id: UUID, client: Client, uow: Uow) -> Sent:
    """An event that is about nobody, whether the webhook is enabled or not."""
    await queries.endpoint(uow.session, keeper_of(client), endpoint_id)
    return Sent(webhook_id=f"msg_{await attempts.send_test(uow, client.tenant, endpoint_id)}")
