"""Lets workers sign in."""

from uuid import UUID

from services.directory.accounts import use_cases as accounts
from services.directory.staff import queries
from shared.clock import local_date
from shared.contracts.accounts import AccessRole, Grant
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me

TITLE = "Fachkraft:"
"""Before the name, where the sample's people are offered."""


async def give_access(uow: UnitOfWork, me: Me, employment_id: UUID) -> bool:
    """Let the worker sign in and see what is theirs; raises ``NoResultFound``.

    Returns whether codes can be sent to the worker's address: it may be another person's already.
    """
    found = await queries.one(uow.session, me, employment_id, local_date(uow.now))
    worker_id = found.employee.employment.worker_id
    grant = Grant(role=AccessRole.WORKER, municipality=me.tenant)
    await accounts.give(uow, worker_id, [grant], me.cause)
    await accounts.offer_invented(uow, worker_id, found.email, TITLE)
    return await accounts.add_address(uow, worker_id, found.email)
