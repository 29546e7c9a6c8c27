"""What a link leads to, whichever of the two kinds its survey is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.named import queries as named
from services.surveys.questionnaires import queries as questionnaires
from services.surveys.questionnaires.values import Version
from services.surveys.surveys import queries as surveys
from services.surveys.surveys.values import Asked
from services.surveys.urns import queries as urns
from services.surveys.urns.values import Groups, Outcome, Seals


@dataclass(frozen=True)
class Visit:
    """What a link leads to; ``state`` is None where it may be used."""

    asked: Asked
    version: Version
    state: Outcome | None
    groups: Groups


async def visit(session: AsyncSession, seals: Seals, token: str, now: datetime) -> Visit | None:
    """None for no link of ours, or one of a survey whose urn was opened since."""
    sealed = await urns.visit(session, seals, token, now)
    by_name = None if sealed else await named.visit(session, token)
    found = sealed or by_name
    asked = await surveys.behind(session, found.survey_id) if found else None
    if asked is None:
        return None
    version = await questionnaires.version(session, asked.tenant, asked.version_id)
    if sealed is not None:
        return Visit(asked, version, sealed.state, sealed.groups)
    state = Outcome.CLOSED if now >= asked.closes_at else None
    used = by_name is not None and by_name.answered
    return Visit(asked, version, Outcome.ALREADY if used else state, {})
