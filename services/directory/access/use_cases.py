"""Registers programs and checks who they are."""

from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from secrets import token_hex, token_urlsafe
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.access.models import ApiClient, clients
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.messaging.unit_of_work import UnitOfWork

NOBODY = bytes(32)
"""What an unknown client's secret is compared with, so that it takes as long."""


@dataclass(frozen=True)
class Client:
    """A program that acts for one carrier in one municipality."""

    client_id: str
    tenant: str
    carrier_id: UUID


async def authenticate(session: AsyncSession, client_id: str, secret: str) -> Client | None:
    """The client with this id and secret, unless it is revoked."""
    row = (
        await session.execute(
            select(clients).where(clients.c.client_id == client_id, clients.c.revoked_at.is_(None))
        )
    ).first()
    known = row.secret_sha256 if row is not None else NOBODY
    if not compare_digest(known, _digest(secret)) or row is None:
        return None
    return Client(row.client_id, row.tenant, row.carrier_id)


async def register(uow: UnitOfWork, client: Client, secret: str) -> None:
    """Store a client with the hash of its secret; a known client id stays as it is."""
    row = row_of(ApiClient)(
        client_id=client.client_id,
        tenant=client.tenant,
        carrier_id=client.carrier_id,
        secret_sha256=_digest(secret),
        created_at=uow.now,
        revoked_at=None,
    )
    await insert_rows(uow.session, clients, [row], ignore_conflicts=True)


async def issue(uow: UnitOfWork, tenant: str, carrier_id: UUID) -> tuple[str, str]:
    """A new client: its id and its secret, 32 random bytes."""
    client = Client(f"carrier-{token_hex(6)}", tenant, carrier_id)
    secret = token_urlsafe(32)
    await register(uow, client, secret)
    return client.client_id, secret


async def rotate(uow: UnitOfWork, client_id: str) -> str | None:
    """A new secret in place of the old one; None if there is no such client."""
    secret = token_urlsafe(32)
    changed = await _change(uow, client_id, secret_sha256=_digest(secret))
    return secret if changed else None


async def revoke(uow: UnitOfWork, client_id: str) -> bool:
    """Whether there was such a client; it gets no token any more."""
    return await _change(uow, client_id, revoked_at=uow.now)


async def _change(uow: UnitOfWork, client_id: str, **values: Any) -> bool:
    mine = (clients.c.client_id == client_id, clients.c.revoked_at.is_(None))
    changed = update(clients).where(*mine).values(**values).returning(clients.c.client_id)
    return (await uow.session.execute(changed)).first() is not None


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
