"""Lets a sign-in wait for its second step, checks it, and keeps what it is checked against.

Whatever changes is told to its owner by mail: who steals a session must not do so unseen.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update

from services.directory.factors.models import RecoveryCode, SecondFactor, WaitingSignIn
from services.directory.factors.queries import set_up_of, waiting
from services.directory.factors.rules import (
    KEPT,
    PER_HOUR,
    TRIES,
    new_key,
    new_recovery_codes,
    step_of,
)
from services.directory.factors.values import Attempt, Outcome, Vault, Verdict
from services.directory.notices.use_cases import tell
from services.directory.passkeys import use_cases as passkeys
from services.directory.passkeys.values import Added, Brought, Signed, Site
from services.directory.people.use_cases import lock_person
from shared.contracts.accounts import SecurityNotice
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.cookies import digest_of
from shared.web.sessions.person import Me

AT_ONCE = 100


async def wait(uow: UnitOfWork, vault: Vault, secret: str, person_id: UUID) -> None:
    """The first step was right in the browser that holds ``secret``."""
    known = (await set_up_of(uow.session, person_id)).is_any
    uow.session.add(
        WaitingSignIn(
            browser_hash=digest_of(secret),
            person_id=person_id,
            sealed_key=None if known else vault.encrypt(new_key()),
            created_at=uow.now,
        )
    )


async def check(uow: UnitOfWork, vault: Vault, attempt: Attempt, typed: str) -> Outcome:
    """Whether a code completes the sign-in; raises ``Problem`` where there were too many."""
    found = await _tried(uow, attempt)
    if isinstance(found, Verdict):
        return Outcome(found)
    codes: Sequence[str] = ()
    if (await set_up_of(uow.session, found.person_id)).is_any:
        right = await _is_right(uow, vault, found.person_id, typed, attempt.browser)
    elif found.sealed_key is None:
        right = False  # It was reset meanwhile; the next sign-in sets up another.
    else:
        key = vault.decrypt(found.sealed_key)
        right = await _has_app(uow, vault, found.person_id, key, typed)
        if right:
            codes = await _changed(
                uow, vault, found.person_id, SecurityNotice.APP_SET_UP, attempt.browser
            )
    return _done(uow, found, codes) if right else Outcome(Verdict.WRONG)


async def check_passkey(
    uow: UnitOfWork, vault: Vault, site: Site, attempt: Attempt, brought: Brought
) -> Outcome:
    """The same for a passkey: one of theirs, or their first one."""
    found = await _tried(uow, attempt)
    if isinstance(found, Verdict):
        return Outcome(found)
    person_id = found.person_id
    challenge = vault.challenge_of(found.browser_hash, found.attempts - 1)
    if not (await set_up_of(uow.session, person_id)).is_any:
        if found.sealed_key is None:
            return Outcome(Verdict.WRONG)
        added = await passkeys.add(uow, site, challenge, person_id, brought)
        if added is not Added.YES:
            return Outcome(Verdict.WRONG)
        notice = SecurityNotice.PASSKEY_ADDED
        return _done(uow, found, await _changed(uow, vault, person_id, notice, attempt.browser))
    signed = await passkeys.check(uow, site, challenge, person_id, brought.response)
    if signed is Signed.COPIED:
        await tell(uow, person_id, SecurityNotice.PASSKEY_REFUSED, attempt.browser)
        return Outcome(Verdict.COPIED)
    return _done(uow, found) if signed is Signed.YES else Outcome(Verdict.WRONG)


async def set_app(
    uow: UnitOfWork, vault: Vault, person_id: UUID, key: str, typed: str, browser: str
) -> Sequence[str] | None:
    """From now on the app with this key counts; None if what was typed is not of it.

    Returns recovery codes, if there were none.
    """
    await lock_person(uow, person_id)
    if not await _has_app(uow, vault, person_id, key, typed):
        return None
    return await _changed(uow, vault, person_id, SecurityNotice.APP_SET_UP, browser)


async def add_passkey(
    uow: UnitOfWork,
    vault: Vault,
    site: Site,
    me: Me,
    brought: Brought,
    browser: str,
) -> tuple[Added, Sequence[str]]:
    """One more passkey, brought by the browser of this sign-in; with codes, if there were none."""
    await lock_person(uow, me.person_id)
    added = await passkeys.add_begun(uow, site, me.session_id, me.person_id, brought)
    if added is not Added.YES:
        return added, ()
    notice = SecurityNotice.PASSKEY_ADDED
    return added, await _changed(uow, vault, me.person_id, notice, browser)


async def remove_app(uow: UnitOfWork, person_id: UUID, browser: str, *, demanded: bool) -> None:
    """Raises ``Problem`` if it is the last one and a role demands one; ``NoResultFound``."""
    await lock_person(uow, person_id)
    known = await set_up_of(uow.session, person_id)
    refuse_last(demanded, others=len(known.passkeys))
    mine = delete(SecondFactor).where(SecondFactor.person_id == person_id)
    (await uow.session.execute(mine.returning(SecondFactor.person_id))).scalar_one()
    await _removed(uow, person_id, SecurityNotice.APP_REMOVED, browser)


async def remove_passkey(
    uow: UnitOfWork, person_id: UUID, passkey_id: UUID, browser: str, *, demanded: bool
) -> None:
    """The same; raises ``NoResultFound`` for another's."""
    await lock_person(uow, person_id)
    known = await set_up_of(uow.session, person_id)
    refuse_last(demanded, others=len(known.passkeys) - 1 + (known.app_since is not None))
    await passkeys.remove(uow, person_id, passkey_id)
    await _removed(uow, person_id, SecurityNotice.PASSKEY_REMOVED, browser)


async def renew_codes(
    uow: UnitOfWork, vault: Vault, person_id: UUID, browser: str
) -> Sequence[str]:
    """Ten new recovery codes; those before end. Raises ``Problem`` for who has no second step."""
    await lock_person(uow, person_id)
    if not (await set_up_of(uow.session, person_id)).is_any:
        raise Problem(409, "no-factor", "There is no second step")
    await tell(uow, person_id, SecurityNotice.RECOVERY_CODES_RENEWED, browser)
    return await _new_codes(uow, vault, person_id)


async def reset(uow: UnitOfWork, person_id: UUID) -> bool:
    """The next sign-in sets up another; returns whether there was one."""
    await lock_person(uow, person_id)
    known = (await set_up_of(uow.session, person_id)).is_any
    await passkeys.remove_all(uow, person_id)
    await uow.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    await uow.session.execute(delete(SecondFactor).where(SecondFactor.person_id == person_id))
    if known:
        await tell(uow, person_id, SecurityNotice.RESET)
    return known


async def forget(uow: UnitOfWork) -> bool:
    """Drop what waited long ago; returns whether there may be more."""
    old = select(WaitingSignIn.browser_hash).where(WaitingSignIn.created_at < uow.now - KEPT)
    ids = (await uow.session.scalars(old.limit(AT_ONCE))).all()
    await uow.session.execute(delete(WaitingSignIn).where(WaitingSignIn.browser_hash.in_(ids)))
    return len(ids) == AT_ONCE


def refuse_last(demanded: bool, others: int) -> None:
    """Raise ``Problem`` where a role may not be without a second step."""
    if demanded and not others:
        raise Problem(409, "last-factor", "A role of theirs may not be without a second step")


async def _tried(uow: UnitOfWork, attempt: Attempt) -> WaitingSignIn | Verdict:
    """What this browser waits with, with one attempt more; the person is locked."""
    held = select(WaitingSignIn.person_id)
    mine = held.where(WaitingSignIn.browser_hash == digest_of(attempt.secret))
    await uow.session.execute(mine.with_for_update())
    found = await waiting(uow.session, uow.now, attempt.secret)
    if found is None:
        return Verdict.EXPIRED
    await _refuse_too_many(uow, found.person_id)
    await lock_person(uow, found.person_id)
    found.attempts += 1
    return Verdict.USED_UP if found.attempts > TRIES else found


def _done(uow: UnitOfWork, found: WaitingSignIn, codes: Sequence[str] = ()) -> Outcome:
    found.used_at, found.sealed_key = uow.now, None
    return Outcome(Verdict.RIGHT, found.person_id, codes)


async def _is_right(
    uow: UnitOfWork, vault: Vault, person_id: UUID, typed: str, browser: str
) -> bool:
    factor = await uow.session.get(SecondFactor, person_id)
    if factor is not None:
        step = step_of(vault.decrypt(factor.sealed_key), typed, uow.now, factor.last_step)
        if step is not None:
            factor.last_step = step
            return True
    digest = vault.digest_of(person_id, typed)
    mine = (RecoveryCode.code_digest == digest, RecoveryCode.used_at.is_(None))
    used = update(RecoveryCode).where(*mine).values(used_at=uow.now)
    taken = await uow.session.execute(used.returning(RecoveryCode.person_id))
    if taken.first() is None:
        return False
    await tell(uow, person_id, SecurityNotice.RECOVERY_CODE_USED, browser)
    return True


async def _has_app(uow: UnitOfWork, vault: Vault, person_id: UUID, key: str, typed: str) -> bool:
    """Store the key if what was typed is of it, in place of any before."""
    step = step_of(key, typed, uow.now, -1)
    if step is None:
        return False
    await uow.session.merge(
        SecondFactor(
            person_id=person_id, sealed_key=vault.encrypt(key), last_step=step, since=uow.now
        )
    )
    return True


async def _changed(
    uow: UnitOfWork, vault: Vault, person_id: UUID, notice: SecurityNotice, browser: str
) -> Sequence[str]:
    """Tell the person; returns recovery codes, if there were none."""
    await tell(uow, person_id, notice, browser)
    mine = select(RecoveryCode.person_id).where(RecoveryCode.person_id == person_id).limit(1)
    if (await uow.session.execute(mine)).first() is not None:
        return ()
    return await _new_codes(uow, vault, person_id)


async def _removed(uow: UnitOfWork, person_id: UUID, notice: SecurityNotice, browser: str) -> None:
    """Recovery codes go with the last one."""
    await tell(uow, person_id, notice, browser)
    if not (await set_up_of(uow.session, person_id)).is_any:
        await uow.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))


async def _new_codes(uow: UnitOfWork, vault: Vault, person_id: UUID) -> Sequence[str]:
    await uow.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = new_recovery_codes()
    uow.session.add_all(
        RecoveryCode(code_digest=vault.digest_of(person_id, code), person_id=person_id)
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
