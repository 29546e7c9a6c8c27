"""Registers programs and checks who they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.access.models import clients
from shared.database.bulk import insert_rows
from shared.messaging.unit_of_work import UnitOfWork


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
    known = row.secret_sha256 if row is not None else b""
    if not compare_digest(known, sha256(secret.encode()).digest()) or row is None:
        return None
    return Client(row.client_id, row.tenant, row.carrier_id)


async def register(uow: UnitOfWork, wanted: Sequence[tuple[Client, str]]) -> None:
    """Store clients with the hashes of their secrets; a known client id stays as it is."""
    rows = [
        {
            "client_id": client.client_id,
            "tenant": client.tenant,
            "carrier_id": client.carrier_id,
            "secret_sha256": sha256(secret.encode()).digest(),
            "created_at": uow.now,
            "revoked_at": None,
        }
        for client, secret in wanted
    ]
    await insert_rows(uow.session, clients, rows, ignore_conflicts=True)
