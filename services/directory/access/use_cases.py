"""Registers programs, changes their secrets, and notes that one was used."""

from collections.abc import Collection
from datetime import timedelta
from secrets import token_hex, token_urlsafe
from uuid import UUID

from sqlalchemy import delete, insert, or_, select, update

from services.directory.access.models import ApiClient, ClientSecret, client_secrets, clients
from services.directory.access.queries import valid_at
from services.directory.access.values import Client
from services.directory.values import digest_of
from shared.contracts.accounts import RevokedClientRecord, revocation_of
from shared.contracts.directory import Scope
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.handlers import REVOCATIONS
from shared.web.sessions.models import revoked_clients

NOTED_AGAIN = timedelta(minutes=1)
"""A use from the same address is written at most so often."""


async def register(uow: UnitOfWork, client: Client, secret: str) -> None:
    """Store a client with the hash of its secret; a known client id stays as it is."""
    row = row_of(ApiClient)(
        client_id=client.client_id,
        tenant=client.tenant,
        carrier_id=client.carrier_id,
        scopes=" ".join(sorted(client.scopes)),
        created_at=uow.now,
        revoked_at=None,
        last_used_at=None,
        last_used_from=None,
    )
    known = select(clients.c.client_id).where(clients.c.client_id == client.client_id)
    if (await uow.session.execute(known)).first() is None:
        await insert_rows(uow.session, clients, [row], ignore_conflicts=True)
        await _add_secret(uow, client.client_id, secret)


async def issue(
    uow: UnitOfWork, tenant: str, carrier_id: UUID, scopes: Collection[Scope]
) -> tuple[str, str]:
    """A new client: its id and its secret, 32 random bytes."""
    client = Client(f"carrier-{token_hex(6)}", tenant, carrier_id, frozenset(scopes))
    secret = token_urlsafe(32)
    await register(uow, client, secret)
    return client.client_id, secret


async def rotate(uow: UnitOfWork, client_id: str, overlap: timedelta) -> str | None:
    """A new secret; None if there is no such client.

    The one in use stays valid for ``overlap``, and any older one ends now: two at most are valid.
    """
    if not await hold(uow, client_id):
        return None
    secrets = client_secrets.c
    leaving = secrets.ends_at.is_not(None) if overlap else secrets.client_id == client_id
    await uow.session.execute(delete(client_secrets).where(secrets.client_id == client_id, leaving))
    ending = update(client_secrets).where(secrets.client_id == client_id, valid_at(uow.now))
    await uow.session.execute(ending.values(ends_at=uow.now + overlap))
    secret = token_urlsafe(32)
    await _add_secret(uow, client_id, secret)
    return secret


async def hold(uow: UnitOfWork, client_id: str) -> bool:
    """Let one change of its secrets come after the other; False if there is no such client."""
    mine = (clients.c.client_id == client_id, clients.c.revoked_at.is_(None))
    held = select(clients.c.client_id).where(*mine).with_for_update()
    return (await uow.session.execute(held)).first() is not None


async def revoke(uow: UnitOfWork, client_id: str) -> bool:
    """Whether there was such a client; it gets no token any more, and no service takes one."""
    mine = (clients.c.client_id == client_id, clients.c.revoked_at.is_(None))
    changed = update(clients).where(*mine).values(revoked_at=uow.now).returning(clients.c.tenant)
    tenant = (await uow.session.execute(changed)).scalar()
    if tenant is None:
        return False
    gone = delete(client_secrets).where(client_secrets.c.client_id == client_id)
    await uow.session.execute(gone)
    record = RevokedClientRecord(
        revocation_id=revocation_of(client_id),
        version=1,
        client_id=client_id,
        revoked_at=uow.now,
    )
    await uow.session.execute(insert(revoked_clients).values(**record.model_dump()))
    uow.announce(record, Cause(tenant, new_id()))
    uow.notify(REVOCATIONS)
    return True


async def note_use(uow: UnitOfWork, client_id: str, address: str) -> None:
    """A token was given to this client, at this address."""
    last = clients.c.last_used_at
    news = or_(
        last.is_(None),
        last <= uow.now - NOTED_AGAIN,
        clients.c.last_used_from != address,
    )
    noted = update(clients).where(clients.c.client_id == client_id, news)
    await uow.session.execute(noted.values(last_used_at=uow.now, last_used_from=address))


async def _add_secret(uow: UnitOfWork, client_id: str, secret: str) -> None:
    row = row_of(ClientSecret)(
        secret_sha256=digest_of(secret), client_id=client_id, created_at=uow.now, ends_at=None
    )
    await insert_rows(uow.session, client_secrets, [row], ignore_conflicts=True)
