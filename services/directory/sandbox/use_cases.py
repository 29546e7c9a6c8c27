"""Gives carriers what they need to try things out, and takes back what came of it."""

from collections.abc import Sequence
from datetime import timedelta
from secrets import token_hex, token_urlsafe
from typing import Any

from sqlalchemy import Row, Select, delete, or_, select

from services.directory.access import use_cases as access
from services.directory.access.values import Client
from services.directory.accounts.queries import grants_of_people
from services.directory.bulk.use_cases import forget_files
from services.directory.models import metadata
from services.directory.organization_lists.use_cases import register_named
from services.directory.organizations.queries import names_of_organizations
from services.directory.organizations.use_cases import announce_acting, lock
from services.directory.people.use_cases import forget_people
from services.directory.rules import acting_for
from services.directory.sandbox import queries
from services.directory.sandbox.models import Sandbox
from services.directory.sandbox.rules import organizations_for
from services.directory.sandbox.values import KEPT, MOST, Credentials
from shared.clock import local_date
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import HireCancelled, Role
from shared.database.lists import in_list
from shared.ids import new_id
from shared.messaging.event import SANDBOX, Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.idempotency import forget_caller
from shared.web.problem import Problem
from shared.web.sessions.person import Me

employments = metadata.tables["employments"]


async def make(uow: UnitOfWork, me: Me) -> Credentials:
    """A test client of the clerk's carrier, whose mails the clerk gets; raises ``Problem``."""
    carrier_id = acting_for(me).organization_id
    await lock(uow.session, me.tenant, carrier_id)
    if await queries.sandbox_of(uow.session, me) is not None:
        raise Problem(409, "sandbox-known", "The carrier has a sandbox already")
    name = (await names_of_organizations(uow.session, [carrier_id], [me.tenant]))[carrier_id]
    given, called = organizations_for(name, me.tenant)
    registered = await register_named(uow, SANDBOX, given)
    client = Client(f"test-{token_hex(6)}", SANDBOX, registered.ids[called])
    secret = token_urlsafe(32)
    await access.register(uow, client, secret)
    made = Sandbox(
        tenant=me.tenant,
        carrier_id=carrier_id,
        trial_id=client.carrier_id,
        client_id=client.client_id,
        owner_id=me.person_id,
        made_at=uow.now,
    )
    uow.session.add(made)
    await uow.session.flush()
    await _tell(uow, made)
    return Credentials(client.client_id, secret)


async def rotate(uow: UnitOfWork, me: Me) -> Credentials:
    """A new secret; the one in use ends now. Raises ``Problem``."""
    found = await queries.sandbox(uow.session, me)
    secret = await access.rotate(uow, found.client_id, timedelta())
    if secret is None:
        raise Problem(404, "sandbox-not-found", "The carrier has no sandbox")
    return Credentials(found.client_id, secret)


async def take_over(uow: UnitOfWork, me: Me) -> None:
    """Mails go to the clerk who asks from now on; raises ``Problem``."""
    found = await queries.sandbox(uow.session, me)
    found.owner_id = me.person_id
    await uow.session.flush()
    await _tell(uow, found)


async def reset(uow: UnitOfWork, me: Me) -> int:
    """Everything that was posted is gone, in every service; returns how many hires that were."""
    return await _clear(uow, await queries.sandbox(uow.session, me))


async def revoke(uow: UnitOfWork, me: Me) -> str:
    """The same, and the client gets no token any more; returns its id. Raises ``Problem``."""
    found = await queries.sandbox(uow.session, me)
    await _end(uow, found)
    return found.client_id


async def tidy(uow: UnitOfWork) -> list[str]:
    """Erase what is too old or too much; end what nobody may keep. Returns whose tokens end."""
    ended = []
    for each in await queries.every(uow.session):
        if await _is_kept(uow, each):
            await _erase(uow, await _found(uow, _beyond(uow, each)))
        else:
            ended.append(each.client_id)
            await _end(uow, each)
    return ended


async def _is_kept(uow: UnitOfWork, found: Sandbox) -> bool:
    """Whether who gets its mails still is a clerk of the carrier."""
    today = local_date(uow.now)
    held = (await grants_of_people(uow.session, [found.owner_id])).get(found.owner_id, [])
    return any(
        each.role is AccessRole.CARRIER
        and each.organization_id == found.carrier_id
        and each.holds_on(today)
        for each in held
    )


async def _end(uow: UnitOfWork, found: Sandbox) -> None:
    await _clear(uow, found)
    await access.revoke(uow, found.client_id)
    await uow.session.delete(found)
    await uow.session.flush()
    await announce_acting(uow, found.trial_id, {}, Cause(SANDBOX, new_id()))


async def _tell(uow: UnitOfWork, found: Sandbox) -> None:
    """Who acts for the carrier of the tests: whoever of the true one tries it out."""
    acting = {Role.CARRIER: found.owner_id}
    await announce_acting(uow, found.trial_id, acting, Cause(SANDBOX, new_id()))


async def _clear(uow: UnitOfWork, found: Sandbox) -> int:
    gone = await _found(uow, _posted(found))
    await _erase(uow, gone)
    await forget_files(uow, SANDBOX, found.trial_id)
    await forget_caller(uow, str(found.trial_id))
    return len(gone)


def _posted(found: Sandbox) -> Select[Any]:
    """The latest first."""
    mine = (employments.c.tenant == SANDBOX, employments.c.carrier_id == found.trial_id)
    return select(employments).where(*mine).order_by(employments.c.id.desc())


def _beyond(uow: UnitOfWork, found: Sandbox) -> Select[Any]:
    newest = _posted(found).with_only_columns(employments.c.id).limit(MOST)
    old = employments.c.recorded_at < uow.now - KEPT
    return _posted(found).where(or_(old, employments.c.id.not_in(newest)))


async def _found(uow: UnitOfWork, wanted: Select[Any]) -> Sequence[Row[Any]]:
    rows: Sequence[Row[Any]] = (await uow.session.execute(wanted.with_for_update())).all()
    return rows


async def _erase(uow: UnitOfWork, gone: Sequence[Row[Any]]) -> None:
    """Tell every service that these hires do not take place, and that there are no such people."""
    if not gone:
        return
    cause = Cause(SANDBOX, new_id())
    for row in gone:
        if row.cancelled_at is None:
            ids = {name: getattr(row, name) for name in ("worker_id", "carrier_id")}
            uow.announce(HireCancelled(employment_id=row.id, **ids), cause)
    ids = {"ids": [row.id for row in gone]}
    for table in reversed(metadata.sorted_tables):
        if "employment_id" in table.c:
            those = (table.c.tenant == SANDBOX, in_list(table.c.employment_id, "ids"))
            await uow.session.execute(delete(table).where(*those), ids)
    hires = (employments.c.tenant == SANDBOX, in_list(employments.c.id, "ids"))
    await uow.session.execute(delete(employments).where(*hires), ids)
    workers = {row.worker_id for row in gone}
    findings = metadata.tables["findings"]
    noted = (findings.c.tenant == SANDBOX, in_list(findings.c.worker_id, "workers"))
    await uow.session.execute(delete(findings).where(*noted), {"workers": list(workers)})
    await forget_people(uow, workers, cause)
