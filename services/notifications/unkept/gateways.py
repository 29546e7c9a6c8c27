"""Asks surveys whom to write to: by links that only this service can make."""

from collections.abc import Mapping
from typing import Protocol

from services.notifications.sending.use_cases import link_maker
from services.notifications.unkept.values import INVITATION, REMINDER, Due
from shared.clock import local_date
from shared.context import Context
from shared.contracts.feedback import FEEDBACK_WAITING, WaitingRights
from shared.contracts.surveys import SURVEY_LINKS, SURVEY_LOST, SURVEY_WAITING, SurveyLinks
from shared.links import LinkKind
from shared.web.inside import Answer
from shared.web.neighbours import Network, NoAnswer, ServiceClient, content

Pulled = SurveyLinks | WaitingRights
_SURVEYS = {INVITATION: SURVEY_LINKS, REMINDER: SURVEY_WAITING}


class Asks(Protocol):
    """Surveys, as mails need it; each raises ``NoAnswer``."""

    async def pull(self, due: Due) -> Pulled:
        """Whom to write to; of reminders it is answered once."""
        ...

    async def say_lost(self, due: Due, number: int) -> None:
        """How many were not reached."""
        ...


class Surveys:
    """Over HTTP or inside, as services reach each other."""

    def __init__(self, context: Context, network: Network) -> None:
        self._context = context
        self._client = ServiceClient(context.settings, network)

    async def pull(self, due: Due) -> Pulled:
        if due.kind in _SURVEYS:
            return content(await self._ask(_SURVEYS[due.kind], due, {}), SurveyLinks)
        return content(await self._ask(FEEDBACK_WAITING, due, {}), WaitingRights)

    async def say_lost(self, due: Due, number: int) -> None:
        answer = await self._ask(SURVEY_LOST, due, {"number": number})
        if not answer.is_good:
            raise NoAnswer(f"status {answer.status}")

    async def _ask(self, kind: LinkKind, due: Due, body: Mapping[str, int]) -> Answer:
        context = self._context
        url = link_maker(context).url(kind, due.about_id, local_date(context.clock.now()))
        path = url.removeprefix(f"{context.settings.base_url}/{kind.service}")
        return await self._client.post(kind.service, path, body)
