"""Takes requests for codes, passes them on, and checks what was typed.

Known and unknown addresses take the same way up to the answer; only the worker looks whose one is.
"""

from collections.abc import Callable, Collection
from datetime import timedelta
from hmac import compare_digest
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts.queries import person_at
from services.directory.accounts.use_cases import verified
from services.directory.accounts.values import folded
from services.directory.codes.models import CodeRequest
from services.directory.codes.rules import (
    KEPT,
    MAILS,
    PER_HOUR,
    TRIES,
    only_digits,
)
from services.directory.codes.values import VALID, Asking, Verdict
from shared.contracts.accounts import CodeRequestRecord
from shared.ids import new_id
from shared.messaging.event import EVERYONE, Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.cookies import digest_of
from shared.web.sessions.one_time import one_time_code

CHANNEL = "codes"
AT_ONCE = 100

Seal = Callable[[UUID], str]
"""The code of a request, which nobody reads but who writes the mail."""


async def ask(uow: UnitOfWork, asking: Asking, address: str) -> None:
    """Owe a code to the address, whoever's it is; raises ``Problem`` where it was too often."""
    address = folded(address)
    await _refuse_too_many(uow, address, known=asking.known)
    uow.session.add(
        CodeRequest(
            id=uuid4(),
            browser_hash=digest_of(asking.secret),
            address=address,
            known_browser=asking.known,
            browser=asking.name,
            created_at=uow.now,
            expires_at=uow.now + VALID,
        )
    )
    uow.notify(CHANNEL)


async def ask_again(uow: UnitOfWork, secret: str) -> bool:
    """Have the same code sent once more; False if there is nothing to be sent again."""
    request = await _latest(uow, secret)
    if request is None or request.wanted >= MAILS or request.attempts >= TRIES:
        return False
    request.wanted += 1
    uow.notify(CHANNEL)
    return True


async def check(
    uow: UnitOfWork, key: bytes, secret: str, typed: str
) -> tuple[Verdict, UUID | None]:
    """Whether the code is the one for this browser's latest request, and then whose it is."""
    request = await _latest(uow, secret)
    if request is None:
        return Verdict.EXPIRED, None
    request.attempts += 1
    if request.attempts > TRIES:
        return Verdict.USED_UP, None
    right = one_time_code(key, request.id).encode()
    person_id = await person_at(uow.session, request.address)
    same = compare_digest(right, only_digits(typed).encode("utf-8", "replace"))
    if not same or person_id is None:
        return Verdict.WRONG, None
    request.used_at = uow.now
    await verified(uow, request.address)
    uow.erase(CodeRequestRecord, request.id, Cause(EVERYONE, new_id()))
    return Verdict.RIGHT, person_id


async def anything_owed(session: AsyncSession) -> bool:
    """Whether a request is to be passed on."""
    owed = select(CodeRequest.id).where(CodeRequest.told < CodeRequest.wanted).limit(1)
    return (await session.execute(owed)).first() is not None


async def pass_on(uow: UnitOfWork, seal_code: Seal) -> bool:
    """Tell whoever writes mails what is owed; returns whether there may be more."""
    owed = select(CodeRequest).where(CodeRequest.told < CodeRequest.wanted)
    owed = owed.order_by(CodeRequest.created_at).limit(AT_ONCE)
    requests = (await uow.session.scalars(owed.with_for_update(skip_locked=True))).all()
    for request in requests:
        person_id = await person_at(uow.session, request.address)
        request.told = request.wanted
        if person_id is not None and request.expires_at > uow.now:
            record = _record(request, person_id, seal_code(request.id))
            uow.announce(record, Cause(EVERYONE, new_id()))
    return len(requests) == AT_ONCE


async def forget(uow: UnitOfWork) -> bool:
    """Drop old requests, and what is still on its way of them."""
    old = select(CodeRequest).where(CodeRequest.created_at < uow.now - KEPT).limit(AT_ONCE)
    requests = (await uow.session.scalars(old)).all()
    for request in requests:
        if request.used_at is None:
            uow.erase(CodeRequestRecord, request.id, Cause(EVERYONE, new_id()))
    ids = [request.id for request in requests]
    await uow.session.execute(delete(CodeRequest).where(CodeRequest.id.in_(ids)))
    return len(ids) == AT_ONCE


async def _latest(uow: UnitOfWork, secret: str) -> CodeRequest | None:
    """The browser's newest one that is neither used nor too old, locked."""
    mine = select(CodeRequest).where(CodeRequest.browser_hash == digest_of(secret))
    newest = mine.order_by(CodeRequest.created_at.desc(), CodeRequest.id).limit(1)
    request = (await uow.session.scalars(newest.with_for_update())).first()
    if request is None or request.used_at is not None or request.expires_at <= uow.now:
        return None
    return request


async def _refuse_too_many(uow: UnitOfWork, address: str, *, known: bool) -> None:
    """Raises ``Problem``; the same for an address that is nobody's."""
    since = uow.now - timedelta(hours=1)
    recent = select(func.count()).where(
        CodeRequest.address == address,
        CodeRequest.known_browser == known,
        CodeRequest.created_at > since,
    )
    if (await uow.session.execute(recent)).scalar_one() >= PER_HOUR:
        headers = {"Retry-After": "3600"}
        raise Problem(429, "too-many-codes", "Too many codes were asked for", headers=headers)


def _record(request: CodeRequest, person_id: UUID, sealed_code: str) -> CodeRequestRecord:
    return CodeRequestRecord(
        request_id=request.id,
        version=request.wanted,
        person_id=person_id,
        address=request.address,
        sealed_code=sealed_code,
        browser=request.browser,
        asked_at=request.created_at,
        expires_at=request.expires_at,
    )


async def forget_addresses(uow: UnitOfWork, addresses: Collection[str]) -> None:
    """Nobody has asked for a code there."""
    gone = delete(CodeRequest).where(CodeRequest.address.in_(addresses)).returning(CodeRequest.id)
    for request_id in (await uow.session.scalars(gone)).all():
        uow.erase(CodeRequestRecord, request_id, Cause(EVERYONE, new_id()))
