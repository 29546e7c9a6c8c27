"""Hands a sheet in: sealed where that was promised, with its name where that was said."""

from services.surveys.named import use_cases as named
from services.surveys.paths.values import counted, pruned
from services.surveys.questionnaires.values import Answers
from services.surveys.runner.queries import Visit
from services.surveys.surveys.values import Secrecy
from services.surveys.urns import use_cases as urns
from services.surveys.urns.values import Outcome, Seals
from shared.messaging.unit_of_work import UnitOfWork


async def hand_in(
    uow: UnitOfWork, seals: Seals, token: str, visit: Visit, answers: Answers
) -> Outcome:
    """Once, however often it is sent."""
    document = visit.version.document
    if visit.asked.secrecy is Secrecy.SEALED:
        return await urns.submit(uow, seals, token, counted(document, answers))
    return await named.submit(uow, token, pruned(document, answers))
