"""Asks surveys for links of those who are asked: by a link that only this service can make."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from services.notifications.sending.use_cases import link_maker
from shared.clock import local_date
from shared.context import Context
from shared.contracts.surveys import SURVEY_LINKS, SURVEY_WAITING, SurveyLinks
from shared.web.neighbours import Network, ServiceClient, content

Pull = Callable[[UUID, bool], Awaitable[SurveyLinks]]
"""Of one survey, and whether to remind; raises ``NoAnswer``."""


def pull_from(context: Context, network: Network) -> Pull:
    """Over HTTP, as services reach each other."""
    client, settings = ServiceClient(context.settings, network), context.settings

    async def pull(survey_id: UUID, reminds: bool) -> SurveyLinks:
        kind = SURVEY_WAITING if reminds else SURVEY_LINKS
        url = link_maker(context).url(kind, survey_id, local_date(context.clock.now()))
        path = url.removeprefix(f"{settings.base_url}/{kind.service}")
        return content(await client.post(kind.service, path, {}), SurveyLinks)

    return pull
