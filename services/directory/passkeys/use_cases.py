"""Registers, checks and removes passkeys."""

from datetime import timedelta
from secrets import token_bytes
from uuid import UUID

import structlog
from sqlalchemy import delete, func, select

from services.directory.passkeys.models import Passkey, PasskeyChallenge
from services.directory.passkeys.queries import challenge_of
from services.directory.passkeys.rules import (
    MAX_PASSKEYS,
    credential_of,
    may_be_copied,
    registered,
    signed,
)
from services.directory.passkeys.values import Added, Brought, Signed, Site
from shared.database.tables import row_of, table_of
from shared.database.writes import upsert_rows
from shared.messaging.unit_of_work import UnitOfWork

CHALLENGE_BYTES = 32
KEPT = timedelta(days=1)

log = structlog.get_logger(__name__)


async def begin(uow: UnitOfWork, session_id: UUID, person_id: UUID) -> None:
    """Let the browser of this sign-in bring one new passkey, soon."""
    row = row_of(PasskeyChallenge)(
        session_id=session_id,
        person_id=person_id,
        challenge=token_bytes(CHALLENGE_BYTES),
        created_at=uow.now,
    )
    await upsert_rows(uow.session, table_of(PasskeyChallenge), [row])


async def add_begun(
    uow: UnitOfWork, site: Site, session_id: UUID, person_id: UUID, brought: Brought
) -> Added:
    """Register what the browser of this sign-in brings; its challenge is used up either way."""
    challenge = await challenge_of(uow.session, session_id, uow.now)
    await _take_challenge(uow, session_id)
    if challenge is None:
        return Added.TOO_LATE
    return await add(uow, site, challenge, person_id, brought)


async def add(
    uow: UnitOfWork, site: Site, challenge: bytes, person_id: UUID, brought: Brought
) -> Added:
    """Register a passkey that signed ``challenge``; the person is locked."""
    found = registered(site, challenge, brought.response)
    if found is None:
        return Added.WRONG
    if await _count(uow, person_id) >= MAX_PASSKEYS:
        return Added.TOO_MANY
    known = select(Passkey.id).where(Passkey.credential_id == found.credential_id)
    if (await uow.session.execute(known)).first() is not None:
        return Added.KNOWN
    uow.session.add(
        Passkey(
            credential_id=found.credential_id,
            person_id=person_id,
            name=brought.name,
            public_key=found.public_key,
            sign_count=found.sign_count,
            since=uow.now,
        )
    )
    return Added.YES


async def check(
    uow: UnitOfWork, site: Site, challenge: bytes, person_id: UUID, response: str
) -> Signed:
    """Whether one of the person's passkeys signed ``challenge``, and is no copy of it."""
    mine = (Passkey.person_id == person_id, Passkey.credential_id == credential_of(response))
    passkey = (await uow.session.scalars(select(Passkey).where(*mine).with_for_update())).first()
    found = passkey and signed(site, challenge, response, passkey.public_key)
    if passkey is None or found is None:
        return Signed.WRONG
    if may_be_copied(passkey.sign_count, found.sign_count):
        log.warning("passkey refused", reason="its counter went back")
        return Signed.COPIED
    passkey.sign_count, passkey.used_at = found.sign_count, uow.now
    return Signed.YES


async def remove(uow: UnitOfWork, person_id: UUID, passkey_id: UUID) -> None:
    """Raises ``NoResultFound`` for another's."""
    mine = delete(Passkey).where(Passkey.id == passkey_id, Passkey.person_id == person_id)
    (await uow.session.execute(mine.returning(Passkey.id))).scalar_one()


async def remove_all(uow: UnitOfWork, person_id: UUID) -> bool:
    """Returns whether there was one."""
    mine = delete(Passkey).where(Passkey.person_id == person_id)
    return bool((await uow.session.execute(mine.returning(Passkey.id))).all())


async def forget(uow: UnitOfWork) -> bool:
    """Drop challenges that nobody used."""
    old = PasskeyChallenge.created_at < uow.now - KEPT
    await uow.session.execute(delete(PasskeyChallenge).where(old))
    return False


async def _take_challenge(uow: UnitOfWork, session_id: UUID) -> None:
    mine = PasskeyChallenge.session_id == session_id
    await uow.session.execute(delete(PasskeyChallenge).where(mine))


async def _count(uow: UnitOfWork, person_id: UUID) -> int:
    query = select(func.count()).where(Passkey.person_id == person_id)
    return (await uow.session.execute(query)).scalar_one()
