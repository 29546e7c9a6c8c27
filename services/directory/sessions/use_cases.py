"""Begins and ends sign-ins; every service learns of both."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, insert, select, update

from services.directory.sessions.models import SignIn
from services.directory.sessions.values import Proven, Renewed
from shared.contracts.accounts import SessionRecord, SignInMethod
from shared.ids import new_id
from shared.messaging.event import EVERYONE, Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions import cookies
from shared.web.sessions.models import sessions

AT_ONCE = 500


async def begin(uow: UnitOfWork, proven: Proven, replaced: str | None) -> str:
    """What the browser gets to hold; the sign-in it held before ends."""
    cause = Cause(EVERYONE, new_id())
    if replaced is not None:
        await end(uow, [cookies.digest_of(replaced)], cause)
    ends_at = uow.now + timedelta(seconds=cookies.LONGEST_SECONDS)
    return await _store(uow, proven, uow.now, ends_at, cause)


async def end(uow: UnitOfWork, ids: Collection[UUID], cause: Cause) -> int:
    """Sign out everywhere, what of ``ids`` has not ended; returns how many."""
    return await _end(uow, sessions.c.session_id.in_(ids), cause)


async def renew(uow: UnitOfWork, session_id: UUID) -> Renewed:
    """The same sign-in under a new id; the old one ends. Raises ``NoResultFound``.

    Whatever ends it at the same moment ends it before, or finds the new one.
    """
    made = (SignIn.browser, SignIn.issuer, SignIn.idp_sid, SignIn.id_token, SignIn.proven_at)
    found = select(sessions, *made).join(SignIn, SignIn.session_id == sessions.c.session_id)
    held = found.where(sessions.c.session_id == session_id).with_for_update()
    row = (await uow.session.execute(held)).one()
    cause = Cause(EVERYONE, new_id())
    await end(uow, [session_id], cause)
    method = SignInMethod(row.method)
    at_provider = (row.issuer, row.idp_sid, row.id_token)
    proven = Proven(row.person_id, method, row.browser, *at_provider, row.proven_at)
    secret = await _store(uow, proven, row.started_at, row.ends_at, cause)
    return Renewed(secret, int((row.ends_at - uow.now).total_seconds()))


async def note_proof(uow: UnitOfWork, session_id: UUID) -> None:
    """Whoever holds this sign-in has proved anew who they are."""
    mine = update(SignIn).where(SignIn.session_id == session_id)
    await uow.session.execute(mine.values(proven_at=uow.now))


async def end_of_person(
    uow: UnitOfWork,
    person_id: UUID,
    cause: Cause,
    *,
    but: UUID | None = None,
    only: UUID | None = None,
) -> int:
    """All sign-ins of a person, all others, or one of theirs; returns how many."""
    which: ColumnElement[bool] = sessions.c.person_id == person_id
    if but is not None:
        which &= sessions.c.session_id != but
    if only is not None:
        which &= sessions.c.session_id == only
    return await _end(uow, which, cause)


async def end_by_provider(
    uow: UnitOfWork, issuer: str, *, sid: str | None = None, person_id: UUID | None = None
) -> int:
    """What the provider has ended: one sign-in by its ``sid``, or all of a person."""
    query = select(SignIn.session_id).where(SignIn.issuer == issuer)
    if sid is not None:
        query = query.where(SignIn.idp_sid == sid)
    mine: ColumnElement[bool] = sessions.c.session_id.in_(query)
    if person_id is not None:
        mine &= sessions.c.person_id == person_id
    return await _end(uow, mine, Cause(EVERYONE, new_id()))


async def end_old(uow: UnitOfWork) -> bool:
    """Those whose time is over; returns whether there may be more."""
    over = select(sessions.c.session_id).where(sessions.c.ends_at <= uow.now).limit(AT_ONCE)
    ended = await _end(uow, sessions.c.session_id.in_(over), Cause(EVERYONE, new_id()))
    return ended == AT_ONCE


async def _store(
    uow: UnitOfWork, proven: Proven, started_at: datetime, ends_at: datetime, cause: Cause
) -> str:
    secret = cookies.new_secret()
    record = SessionRecord(
        session_id=cookies.digest_of(secret),
        version=1,
        person_id=proven.person_id,
        method=proven.method,
        started_at=started_at,
        ends_at=ends_at,
    )
    await uow.session.execute(insert(sessions).values(**record.model_dump()))
    uow.session.add(
        SignIn(
            session_id=record.session_id,
            browser=proven.browser,
            issuer=proven.issuer,
            idp_sid=proven.idp_sid,
            id_token=proven.id_token,
            proven_at=proven.at,
        )
    )
    uow.announce(record, cause)
    return secret


async def _end(uow: UnitOfWork, which: ColumnElement[bool], cause: Cause) -> int:
    """Asked twice: what somebody renewed while the first had to wait is seen by the second."""
    theirs = delete(sessions).where(which).returning(sessions.c.session_id)
    ids = [each for _ in range(2) for each in await uow.session.scalars(theirs)]
    await uow.session.execute(delete(SignIn).where(SignIn.session_id.in_(ids)))
    for session_id in ids:
        uow.erase(SessionRecord, session_id, Cause(EVERYONE, cause.correlation_id))
    return len(ids)
