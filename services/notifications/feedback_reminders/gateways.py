"""Asks surveys whose right is not used yet: by a link that only this service can make."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from services.notifications.sending.use_cases import link_maker
from shared.clock import local_date
from shared.context import Context
from shared.contracts.feedback import FEEDBACK_WAITING, WaitingRights
from shared.web.neighbours import Network, ServiceClient, content

Pull = Callable[[UUID], Awaitable[WaitingRights]]
"""Of one gathering; raises ``NoAnswer``. It is answered once."""


def pull_from(context: Context, network: Network) -> Pull:
    """Over HTTP, as services reach each other."""
    client, settings = ServiceClient(context.settings, network), context.settings

    async def pull(gathering_id: UUID) -> WaitingRights:
        today = local_date(context.clock.now())
        url = link_maker(context).url(FEEDBACK_WAITING, gathering_id, today)
        service = FEEDBACK_WAITING.service
        path = url.removeprefix(f"{settings.base_url}/{service}")
        return content(await client.post(service, path, {}), WaitingRights)

    return pull
