"""Lets workers sign in, and no longer."""

from uuid import UUID

from services.directory.accounts import use_cases as accounts
from services.directory.employments.queries import standing
from services.directory.employments.values import leaves
from services.directory.notices.use_cases import welcome
from services.directory.people.queries import people_by_id
from services.directory.people.use_cases import lock_person
from services.directory.sample_people.use_cases import offer_invented
from services.directory.staff import queries, rules
from services.directory.staff.values import ByProgram
from shared.clock import local_date
from shared.contracts.accounts import AccessRole
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me
from shared.web.tokens import ApiClient

TITLE = "Fachkraft:"
"""Before the name, where the sample's people are offered."""


async def give_access(uow: UnitOfWork, me: Me, employment_id: UUID) -> bool:
    """Let the worker sign in and see what is theirs; raises ``NoResultFound``, ``Problem``.

    It ends with their last day, if that is known. Whoever could not sign in yet gets a mail.
    Returns whether codes reach the worker: the address may be another person's already, or
    theirs who may do more than a worker.
    """
    today = local_date(uow.now)
    found = await queries.one(uow.session, me, employment_id, today)
    worker_id = found.employee.employment.worker_id
    await lock_person(uow, worker_id)
    stands = await standing(uow.session, me.tenant, worker_id)
    until = leaves([last_day for _, last_day in stands], today)
    rules.refuse_giving(me, found, until, today)
    new = await accounts.let_work(uow, worker_id, until, me.cause)
    await offer_invented(uow, worker_id, found.email, TITLE)
    reachable = await accounts.reach_at(uow, me, worker_id, found.email)
    if new and not found.may_sign_in:
        await welcome(uow, me, worker_id, AccessRole.WORKER, me.tenant, me.organization_id)
    return reachable


async def take_access(uow: UnitOfWork, me: Me, employment_id: UUID) -> None:
    """The worker is out at once, everywhere; raises ``NoResultFound``, ``Problem``."""
    today = local_date(uow.now)
    found = await queries.one(uow.session, me, employment_id, today)
    worker_id = found.employee.employment.worker_id
    await lock_person(uow, worker_id)
    stands = await standing(uow.session, me.tenant, worker_id)
    rules.refuse_taking(me, stands, today)
    await accounts.stop_work(uow, worker_id, me.cause)


async def let_in(uow: UnitOfWork, client: ApiClient, worker_id: UUID) -> bool:
    """What a clerk may give, by the carrier's program; returns whether it is given anew.

    Not to whoever stands in no employment there, or had left: the office lets them in again.
    """
    today, tenant = local_date(uow.now), client.tenant
    await lock_person(uow, worker_id)
    stands = await standing(uow.session, tenant, worker_id)
    until = leaves([last_day for _, last_day in stands], today)
    before = await queries.work_of(uow.session, tenant, worker_id)
    if not rules.stands_at(client.organization_id, stands, today) or before:
        return False
    giver = ByProgram(tenant)
    await accounts.let_work(uow, worker_id, until, Cause(tenant, new_id()))
    person = (await people_by_id(uow.session, tenant, [worker_id]))[worker_id]
    await accounts.reach_at(uow, giver, worker_id, person.email)
    at = client.organization_id
    await welcome(uow, giver, worker_id, AccessRole.WORKER, tenant, at)
    return True


async def shut_out(uow: UnitOfWork, client: ApiClient, worker_id: UUID) -> bool:
    """Out at once, everywhere, unless they work for another carrier; returns whether it was so."""
    today = local_date(uow.now)
    await lock_person(uow, worker_id)
    work = await queries.work_of(uow.session, client.tenant, worker_id)
    held = [each for each in work if each.valid_to is None or each.valid_to >= today]
    stands = await standing(uow.session, client.tenant, worker_id)
    if not held or rules.stands_elsewhere(client.organization_id, stands, today):
        return False
    await accounts.stop_work(uow, worker_id, Cause(client.tenant, new_id()))
    return True
