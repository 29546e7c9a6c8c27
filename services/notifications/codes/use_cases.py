"""Queues mails with codes, leases them one by one, sends them, and notes what became of each."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

import structlog
from sqlalchemy import ColumnElement, delete, select, update

from services.notifications.addresses import use_cases as addresses
from services.notifications.bounces import use_cases as bounces
from services.notifications.code_writing.use_cases import written
from services.notifications.codes.models import CodeMail, CodeRequest, mails, requests
from services.notifications.codes.queries import IS_LAST, depth, next_due, one, owed_at
from services.notifications.codes.values import (
    ERASING,
    CodeFailure,
    OwedCode,
    farewell_box,
    nameless,
    opened,
)
from services.notifications.gateways import MailServer, Refused, ServerAway
from services.notifications.mailbox import use_cases as mailbox
from services.notifications.mails.values import (
    CODE,
    FAREWELL,
    INVITATION,
    SECOND_STEP,
)
from services.notifications.rules import Unwritable
from services.notifications.sending.use_cases import (
    AGE,
    DEPTH,
    FAILED,
    SENT,
    Delivered,
    in_the_end,
)
from services.notifications.sending.values import PauseCause
from services.notifications.values import Mail
from shared.context import Context
from shared.contracts.accounts import SecurityNotice
from shared.database.tables import row_of
from shared.database.writes import Write, write_all
from shared.faults import describe
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork
from shared.signing.sealing import Sealed

CHANNEL = "codes"
LEASE = timedelta(minutes=2)
"""Longer than a conversation with the slowest mail server about one mail."""
SOONEST, LATEST = timedelta(seconds=1), timedelta(minutes=1)
"""When what did not go out is tried again: after as long as it is old."""

log = structlog.get_logger()


def queue(uow: BulkUnitOfWork, request_ids: Collection[UUID]) -> None:
    """A mail is owed for each, or once more; one that went out for the same version is not."""
    rows = [
        row_of(CodeMail)(request_id=each, handled=0, not_before=uow.now) for each in request_ids
    ]
    uow.insert_missing(mails, rows)
    uow.notify(CHANNEL)


async def owe(
    uow: UnitOfWork, request_id: UUID, address: str, moment: datetime, kept: timedelta
) -> None:
    """A last mail that nobody else asks for, not before that moment; once, whoever repeats it.

    Nothing in it says who it was; the address is sealed.
    """
    request = row_of(CodeRequest)(
        request_id=request_id,
        version=1,
        person_id=uuid4(),
        address="",
        sealed_code=farewell_box(uow.key, request_id).encrypt(address.encode()).decode(),
        browser="",
        asked_at=uow.now,
        expires_at=uow.now + kept,
        notice=ERASING,
    )
    mail = row_of(CodeMail)(request_id=request["request_id"], handled=0, not_before=moment)
    rows = [Write(requests, [request], "ignore"), Write(mails, [mail], "ignore")]
    await write_all(uow.session, rows)


async def hasten(uow: UnitOfWork, ids: Collection[UUID], notice: SecurityNotice) -> None:
    """What is owed of these says ``notice`` instead, and goes out at once."""
    await uow.session.execute(
        update(requests).where(requests.c.request_id.in_(ids)).values(notice=notice)
    )
    mine = update(mails).where(mails.c.request_id.in_(ids), mails.c.leased_until.is_(None))
    await uow.session.execute(mine.values(not_before=uow.now))
    uow.notify(CHANNEL)


async def withdraw(uow: UnitOfWork, request_ids: Collection[UUID]) -> None:
    """The requests are gone: used, or too old."""
    await uow.session.execute(delete(mails).where(mails.c.request_id.in_(request_ids)))


async def forget(uow: UnitOfWork, person_ids: Collection[UUID]) -> None:
    """Nobody is sent a code who was erased."""
    await uow.session.execute(delete(requests).where(requests.c.person_id.in_(person_ids)))
    await _drop_orphans(uow)


async def forget_older(uow: UnitOfWork, moment: datetime) -> None:
    """What was of no use to anybody by then; of last mails what is of none now."""
    over = (requests.c.expires_at < moment) | (IS_LAST & (requests.c.expires_at <= uow.now))
    await uow.session.execute(delete(requests).where(over))
    await _drop_orphans(uow)


async def resume(context: Context) -> None:
    """Go on at once with what a killed process was sending; the embedded form is alone."""
    await _free(context, mails.c.leased_until.is_not(None))


async def give_back(context: Context, holder: UUID) -> None:
    """Make due at once what this holder took when a fault ended it."""
    await _free(context, mails.c.leased_by == holder)


async def seconds_until_due(context: Context) -> float | None:
    """Until there is something to send, if nothing new comes; negative if that is overdue."""
    now = context.clock.now()
    async with context.database.reading() as session:
        due = await next_due(session, now)
    return (due - now).total_seconds() if due else None


async def measure(context: Context) -> None:
    """Set the gauges of other mails for this kind, too."""
    now, labels = context.clock.now(), (context.database.service, CODE)
    for kind in (CODE, SECOND_STEP, INVITATION, FAREWELL):
        for counter in (SENT, FAILED):
            counter.labels(context.database.service, kind)
    async with context.database.reading() as session:
        count, oldest = await depth(session, now) or (0, now)
    DEPTH.labels(*labels).set(count)
    AGE.labels(*labels).set((now - oldest).total_seconds())


async def deliver_next(context: Context, server: MailServer | None, holder: UUID) -> Delivered:
    """Send the one that is due longest, or put it into the mailbox where there is no server."""
    async with context.database.transaction() as uow:
        owed, key = await _lease(uow, holder), uow.key
        admitted = owed is None or await _admitted(uow, owed)
    if owed is None:
        return Delivered(busy=False)
    if not admitted:
        return await _given_up(context, owed, CodeFailure.SUPPRESSED)
    try:
        owed = opened(owed, key)
        mail = written(context, owed)
    except Sealed:
        return await _given_up(context, owed, CodeFailure.SEALED)
    except Exception as fault:
        return await _put_off(context, owed, "code.cannot-be-written", describe(fault))
    if server is not None:
        return await _send(context, server, owed, mail)
    async with context.database.transaction() as uow:
        await mailbox.keep(uow, [mail if not owed.says_farewell else nameless(mail)])
        await _settle(owed, None, uow)
    SENT.labels(context.database.service, owed.kind).inc()
    return Delivered(busy=True)


async def _admitted(uow: UnitOfWork, owed: OwedCode) -> bool:
    """A last mail is tried once, also at an address that is held to be dead."""
    return owed.says_farewell or await addresses.admits_code(uow, owed.to.email)


async def _send(context: Context, server: MailServer, owed: OwedCode, mail: Mail) -> Delivered:
    """A fault of ours, or a refusal that may be about us, only puts it off."""
    try:
        await server.send(mail)
    except ServerAway as away:
        log.warning("mail-server.away", reason=str(away))
        await in_the_end(context, partial(_requeue, owed, context.clock.now()))
        return Delivered(busy=True, pause=away.cause)
    except Refused as refused:
        return await _refused(context, owed, refused)
    except Unwritable:
        return await _given_up(context, owed, CodeFailure.ADDRESS)
    except Exception as fault:
        return await _put_off(context, owed, "code.cannot-be-sent", describe(fault))
    await in_the_end(context, partial(_settle, owed, None))
    SENT.labels(context.database.service, owed.kind).inc()
    return Delivered(busy=True, reached=True)


async def _refused(context: Context, owed: OwedCode, refused: Refused) -> Delivered:
    if refused.reply.final and not refused.reply.doubtful:
        log.warning("code.refused", reason=str(refused))
        if refused.content or owed.says_farewell:
            return await _given_up(context, owed, CodeFailure.CONTENT)
        noted = partial(_bounced, owed.to.email, refused.reply.short)
        await in_the_end(context, noted)
        return await _given_up(context, owed, CodeFailure.RECIPIENT)
    pause = PauseCause.REFUSED if refused.reply.doubtful else None
    return await _put_off(context, owed, "code.refused", str(refused), pause)


async def _given_up(context: Context, owed: OwedCode, cause: CodeFailure) -> Delivered:
    await in_the_end(context, partial(_settle, owed, cause))
    FAILED.labels(context.database.service, owed.kind).inc()
    reached = cause in (CodeFailure.CONTENT, CodeFailure.RECIPIENT)
    return Delivered(busy=True, reached=reached)


async def _bounced(address: str, reply: str, uow: UnitOfWork) -> None:
    await bounces.refused_code(uow, address, reply)


async def _put_off(
    context: Context, owed: OwedCode, what: str, reason: str, pause: PauseCause | None = None
) -> Delivered:
    log.warning(what, reason=reason)
    now = context.clock.now()
    again = now + min(max(now - owed.asked_at, SOONEST), LATEST)
    await in_the_end(context, partial(_requeue, owed, again))
    return Delivered(busy=True, pause=pause)


async def _lease(uow: UnitOfWork, holder: UUID) -> OwedCode | None:
    """Take one that nobody holds, or that nobody has finished in time; codes before notices."""
    now, lapses = uow.now, mails.c.leased_until
    free = (mails.c.not_before <= now) & (lapses.is_(None) | (lapses <= now))
    first = (
        select(mails.c.request_id)
        .join(requests, requests.c.request_id == mails.c.request_id)
        .where(owed_at(now), free)
        .order_by(requests.c.notice.is_not(None), requests.c.asked_at)
        .limit(1)
        .with_for_update(of=mails, skip_locked=True)
    )
    taken = await uow.session.execute(
        update(mails)
        .where(mails.c.request_id == first.scalar_subquery())
        .values(leased_by=holder, leased_until=now + LEASE)
        .returning(mails.c.request_id)
    )
    request_id = taken.scalar()
    return None if request_id is None else await one(uow.session, request_id)


async def _settle(owed: OwedCode, failure: CodeFailure | None, uow: UnitOfWork) -> None:
    """The mail for this version went out, or never will; a later version is still owed.

    After a last mail nothing is left of it.
    """
    if owed.says_farewell:
        await uow.session.execute(delete(requests).where(requests.c.request_id == owed.request_id))
        await withdraw(uow, [owed.request_id])
        return
    mine = (mails.c.request_id == owed.request_id) & (mails.c.handled < owed.version)
    done = {"handled": owed.version, "failure": failure, "not_before": uow.now}
    free = {"leased_by": None, "leased_until": None}
    await uow.session.execute(update(mails).where(mine).values(done | free))


async def _requeue(owed: OwedCode, not_before: datetime, uow: UnitOfWork) -> None:
    """Also to an address that is held to be dead: what was not taken was not its one of an hour."""
    await addresses.code_was_not_sent(uow, owed.to.email)
    mine = mails.c.request_id == owed.request_id
    free = {"leased_by": None, "leased_until": None, "not_before": not_before}
    await uow.session.execute(update(mails).where(mine).values(free))


async def _free(context: Context, held: ColumnElement[bool]) -> None:
    async with context.database.transaction() as uow:
        free = {"leased_by": None, "leased_until": None}
        await uow.session.execute(update(mails).where(held).values(free))
        uow.notify(CHANNEL)


async def _drop_orphans(uow: UnitOfWork) -> None:
    known = select(requests.c.request_id)
    await uow.session.execute(delete(mails).where(mails.c.request_id.not_in(known)))
