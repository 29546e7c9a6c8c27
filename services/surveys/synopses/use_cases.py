"""Comments become one new text, once they have their replies."""

from uuid import UUID

from services.surveys.framework import use_cases as versions
from services.surveys.framework.values import Stage
from services.surveys.framework_comments import queries as comments
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.person import Me


async def consolidate(uow: UnitOfWork, me: Me, version_id: UUID) -> None:
    """In one act; raises ``Problem`` while a change request has no reply."""
    await versions.hold_at(uow, me.tenant, version_id, Stage.REPLYING)
    if await comments.unanswered(uow.session, me.tenant, version_id):
        raise Problem(409, "replies-missing", "Requests have no reply")
    await versions.revise(uow, me.tenant, version_id)


async def undo(uow: UnitOfWork, me: Me, version_id: UUID) -> None:
    """Until a vote is opened; raises ``Problem``."""
    await versions.write_again(uow, me.tenant, version_id)
