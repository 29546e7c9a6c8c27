"""Lets a sign-in wait for its second step, checks it, and forgets it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete, func, select

from services.directory.factors.models import RecoveryCode, SecondFactor, WaitingSignIn
from services.directory.factors.queries import factor_of, waiting
from services.directory.factors.rules import (
    KEPT,
    PER_HOUR,
    TRIES,
    new_key,
    new_recovery_codes,
    step_of,
)
from services.directory.factors.values import Vault
from shared.database.tables import row_of, table_of
from shared.database.writes import insert_rows
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.cookies import digest_of

AT_ONCE = 100


class Verdict(StrEnum):
    """What has become of an attempt."""

    RIGHT = "right"
    WRONG = "wrong"
    USED_UP = "used_up"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Outcome:
    """Whose sign-in it is, if the code was right; and recovery codes, if they are new."""

    verdict: Verdict
    person_id: UUID | None = None
    recovery_codes: Sequence[str] = ()


async def wait(uow: UnitOfWork, vault: Vault, secret: str, person_id: UUID) -> None:
    """The first step was right in the browser that holds ``secret``."""
    known = await factor_of(uow.session, person_id)
    uow.session.add(
        WaitingSignIn(
            browser_hash=digest_of(secret),
            person_id=person_id,
            sealed_key=None if known else vault.encrypt(new_key()),
            created_at=uow.now,
        )
    )


async def check(uow: UnitOfWork, vault: Vault, secret: str, typed: str) -> Outcome:
    """Whether it completes the sign-in; raises ``Problem`` where there were too many."""
    held = select(WaitingSignIn.person_id).where(WaitingSignIn.browser_hash == digest_of(secret))
    await uow.session.execute(held.with_for_update())
    found = await waiting(uow.session, uow.now, secret)
    if found is None:
        return Outcome(Verdict.EXPIRED)
    await _refuse_too_many(uow, found.person_id)
    found.attempts += 1
    if found.attempts > TRIES:
        return Outcome(Verdict.USED_UP)
    factor = await _locked(uow, found.person_id)
    if factor is not None:
        right = await _is_right(uow, vault, factor, typed)
        codes: Sequence[str] = ()
    else:
        codes = await _set_up(uow, vault, found, typed)
        right = bool(codes)
    if not right:
        return Outcome(Verdict.WRONG)
    found.used_at, found.sealed_key = uow.now, None
    return Outcome(Verdict.RIGHT, found.person_id, codes)


async def reset(uow: UnitOfWork, person_id: UUID) -> bool:
    """The next sign-in sets up another; returns whether there was one."""
    await uow.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    mine = delete(SecondFactor).where(SecondFactor.person_id == person_id)
    gone = await uow.session.execute(mine.returning(SecondFactor.person_id))
    return gone.first() is not None


async def forget(uow: UnitOfWork) -> bool:
    """Drop what waited long ago; returns whether there may be more."""
    old = select(WaitingSignIn.browser_hash).where(WaitingSignIn.created_at < uow.now - KEPT)
    ids = (await uow.session.scalars(old.limit(AT_ONCE))).all()
    await uow.session.execute(delete(WaitingSignIn).where(WaitingSignIn.browser_hash.in_(ids)))
    return len(ids) == AT_ONCE


async def _locked(uow: UnitOfWork, person_id: UUID) -> SecondFactor | None:
    """Two browsers use one step one after the other."""
    mine = select(SecondFactor).where(SecondFactor.person_id == person_id)
    return (await uow.session.scalars(mine.with_for_update())).first()


async def _is_right(uow: UnitOfWork, vault: Vault, factor: SecondFactor, typed: str) -> bool:
    step = step_of(vault.decrypt(factor.sealed_key), typed, uow.now, factor.last_step)
    if step is not None:
        factor.last_step = step
        return True
    digest = vault.digest_of(factor.person_id, typed)
    used = delete(RecoveryCode).where(RecoveryCode.code_digest == digest)
    gone = await uow.session.execute(used.returning(RecoveryCode.person_id))
    return gone.first() is not None


async def _set_up(uow: UnitOfWork, vault: Vault, found: WaitingSignIn, typed: str) -> Sequence[str]:
    """The recovery codes, if what was typed is of the key that was shown."""
    if found.sealed_key is None:
        return ()
    step = step_of(vault.decrypt(found.sealed_key), typed, uow.now, -1)
    if step is None:
        return ()
    row = row_of(SecondFactor)(
        person_id=found.person_id, sealed_key=found.sealed_key, last_step=step, since=uow.now
    )
    await insert_rows(uow.session, table_of(SecondFactor), [row], ignore_conflicts=True)
    factor = await factor_of(uow.session, found.person_id)
    if factor is None or factor.sealed_key != found.sealed_key:
        return ()  # Another browser was faster, and its key is the one.
    codes = new_recovery_codes()
    uow.session.add_all(
        RecoveryCode(code_digest=vault.digest_of(found.person_id, code), person_id=found.person_id)
        for code in codes
    )
    return codes


async def _refuse_too_many(uow: UnitOfWork, person_id: UUID) -> None:
    since = uow.now - timedelta(hours=1)
    recent = select(func.coalesce(func.sum(WaitingSignIn.attempts), 0)).where(
        WaitingSignIn.person_id == person_id,
        WaitingSignIn.created_at > since,
        WaitingSignIn.used_at.is_(None),
    )
    if (await uow.session.execute(recent)).scalar_one() >= PER_HOUR:
        headers = {"Retry-After": "3600"}
        raise Problem(429, "too-many-codes", "Too many wrong codes", headers=headers)
