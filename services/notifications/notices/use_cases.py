"""Owes notices to those who hold a role, and sends them when no letter is due."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from services.notifications.delivery.use_cases import (
    AGE,
    DEPTH,
    FAILED,
    REFUSED_PATIENCE,
    SENT,
    Delivered,
    in_the_end,
    link_maker,
)
from services.notifications.delivery.values import PauseCause
from services.notifications.gateways import MailServer, Refused, ServerAway
from services.notifications.letters.use_cases import CHANNEL, LEASE
from services.notifications.mailbox import use_cases as mailbox
from services.notifications.mails.use_cases import write_notice
from services.notifications.mails.values import NoticeContext, Told, notice_kinds
from services.notifications.notices.models import Notice
from services.notifications.notices.models import notices as table
from services.notifications.notices.queries import depth, last_sent, next_due
from services.notifications.notices.values import Occurrence, OwedNotice, State
from services.notifications.recipients.queries import acting_in, known_person, municipality_name
from services.notifications.rules import Unwritable
from services.notifications.undeliverable.values import FailureCause
from services.notifications.values import Mail
from shared.clock import local_date
from shared.context import Context
from shared.contracts.accounts import AccessRole
from shared.contracts.notifications import LetterKind
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.faults import describe
from shared.ids import new_id
from shared.messaging.event import SANDBOX
from shared.messaging.unit_of_work import UnitOfWork

APART = timedelta(hours=1)
"""Between two mails of a kind to one person; what happens meanwhile stands in the second."""
UNKNOWN_PATIENCE = timedelta(days=3)
"""How long a notice waits for a name and an address that have not arrived."""
SOONEST, LATEST = timedelta(seconds=1), timedelta(hours=1)
"""When what did not go out is tried again: after as long as it is old."""
LATEST_FOR_NAME = timedelta(minutes=1)
"""The same where a name has not arrived: its arrival wakes nobody."""

log = structlog.get_logger()


class Fate(NamedTuple):
    """What has become of one mail: sent, given up for a cause, or to be tried again."""

    done: Delivered
    sent: bool = False
    failure: FailureCause | None = None
    latest: timedelta = LATEST


async def queue_for_roles(
    uow: UnitOfWork,
    kind: LetterKind,
    tenant: str,
    told_of: Occurrence,
    roles: Collection[AccessRole],
) -> None:
    """Owe it to everybody who holds one of the roles there, or everywhere."""
    people = await acting_in(uow.session, tenant, local_date(uow.now), roles)
    await queue(uow, kind, tenant, told_of, people)


async def queue(
    uow: UnitOfWork,
    kind: LetterKind,
    tenant: str,
    told_of: Occurrence,
    people: Collection[UUID],
) -> None:
    """Owe it to each of these people; of what is only tried out nobody is told."""
    if tenant == SANDBOX:
        return
    if not people:
        log.warning("notice.for-nobody", kind=kind)
        return
    last = await last_sent(uow.session, kind, people)
    rows = [
        row_of(Notice)(
            id=new_id(),
            tenant=tenant,
            kind=kind.value,
            person_id=person_id,
            subject_id=told_of.subject_id,
            happened_at=told_of.happened_at,
            not_before=max(uow.now, last[person_id] + APART) if person_id in last else uow.now,
        )
        for person_id in people
    ]
    await insert_rows(uow.session, table, rows, state=State.QUEUED, created_at=uow.now)
    uow.notify(CHANNEL)


async def forget(uow: UnitOfWork, person_ids: Collection[UUID]) -> None:
    """Nobody is told anything who was erased."""
    await uow.session.execute(delete(table).where(table.c.person_id.in_(person_ids)))


async def forget_older(uow: UnitOfWork, moment: datetime) -> None:
    """What was settled by then."""
    await uow.session.execute(delete(table).where(table.c.settled_at < moment))


async def resume(context: Context) -> None:
    """Go on at once with what a killed process was sending; the embedded form is alone."""
    await _free(context, table.c.leased_until.is_not(None))


async def give_back(context: Context, holder: UUID) -> None:
    """Make due at once what this holder took when a fault ended it."""
    await _free(context, table.c.leased_by == holder)


async def measure(context: Context) -> None:
    """Set the gauges of other mails for these kinds, too."""
    async with context.database.reading() as session:
        found = await depth(session)
    now = context.clock.now()
    for kind in {*notice_kinds(), *found}:
        count, oldest = found.get(kind, (0, now))
        labels = (context.database.service, kind)
        for counter in (SENT, FAILED):
            counter.labels(*labels)
        DEPTH.labels(*labels).set(count)
        AGE.labels(*labels).set((now - oldest).total_seconds())


async def deliver_next(context: Context, server: MailServer | None, holder: UUID) -> Delivered:
    """Send what is due longest, or put it into the mailbox where there is no server."""
    owed = await _leased(context, holder)
    if owed is None:
        return Delivered(busy=False)
    age = context.clock.now() - owed.since
    try:
        mail = await _written(context, owed)
    except Exception as fault:
        log.warning("notice.cannot-be-written", reason=describe(fault))
        fate = Fate(Delivered(busy=True))
    else:
        fate = await _offered(server, mail, age) if mail else _unknown(age)
    kept = mail if fate.sent and server is None else None
    await in_the_end(context, partial(_note, owed, fate, kept))
    for counter, counts in ((SENT, fate.sent), (FAILED, fate.failure)):
        if counts:
            counter.labels(context.database.service, owed.kind).inc(len(owed.ids))
    return fate.done


async def _leased(context: Context, holder: UUID) -> OwedNotice | None:
    """Nothing is written at rest: it is looked first whether anything is due."""
    async with context.database.reading() as session:
        due = await next_due(session)
    if due is None or due > context.clock.now():
        return None
    async with context.database.transaction() as uow:
        return await _lease(uow, holder)


def _unknown(age: timedelta) -> Fate:
    failure = FailureCause.UNKNOWN if age > UNKNOWN_PATIENCE else None
    return Fate(Delivered(busy=True), failure=failure, latest=LATEST_FOR_NAME)


async def _written(context: Context, owed: OwedNotice) -> Mail | None:
    """None while it is not known how the person is called and where they are written to."""
    async with context.database.reading() as session:
        to = await known_person(session, owed.person_id)
        office = await municipality_name(session, owed.tenant)
    if to is None:
        return None
    told = [Told(each.subject_id, local_date(each.happened_at)) for each in owed.occurrences]
    known = NoticeContext(
        to,
        office,
        told,
        context.settings.base_url,
        link_maker(context),
        local_date(context.clock.now()),
    )
    content = write_notice(owed.kind, known)
    return Mail(
        id=owed.mail_id,
        kind=owed.kind,
        tenant=owed.tenant,
        about=owed.person_id,
        role=None,
        to=to,
        reply_to=None,
        content=content,
        mentions=frozenset({owed.person_id}),
    )


async def _offered(server: MailServer | None, mail: Mail, age: timedelta) -> Fate:
    """A fault of ours, or a refusal that may be about us, only puts it off."""
    if server is None:
        return Fate(Delivered(busy=True), sent=True)
    try:
        await server.send(mail)
    except ServerAway as away:
        log.warning("mail-server.away", reason=str(away))
        return Fate(Delivered(busy=True, pause=away.cause))
    except Refused as refused:
        return _refused(refused, age)
    except Unwritable:
        return Fate(Delivered(busy=True), failure=FailureCause.ADDRESS)
    except Exception as fault:
        log.warning("notice.cannot-be-sent", reason=describe(fault))
        return Fate(Delivered(busy=True))
    return Fate(Delivered(busy=True, reached=True), sent=True)


def _refused(refused: Refused, age: timedelta) -> Fate:
    log.warning("notice.refused", reason=str(refused))
    if refused.reply.doubtful:
        return Fate(Delivered(busy=True, pause=PauseCause.REFUSED))
    failure = FailureCause.PATIENCE if age > REFUSED_PATIENCE else None
    if refused.reply.final:
        failure = FailureCause.CONTENT if refused.content else FailureCause.RECIPIENT
    return Fate(Delivered(busy=True, reached=True), failure=failure)


async def _lease(uow: UnitOfWork, holder: UUID) -> OwedNotice | None:
    """Take what the person is owed who waits longest, whatever came meanwhile included."""
    now, lapses = uow.now, table.c.leased_until
    owed = and_(table.c.state == State.QUEUED, or_(lapses.is_(None), lapses <= now))
    first = (
        select(table.c.person_id, table.c.kind, table.c.tenant)
        .where(owed, table.c.not_before <= now)
        .order_by(table.c.not_before, table.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    found = (await uow.session.execute(first)).one_or_none()
    if found is None:
        return None
    mine = (
        table.c.person_id == found.person_id,
        table.c.kind == found.kind,
        table.c.tenant == found.tenant,
    )
    taken = await uow.session.execute(
        update(table)
        .where(owed, *mine)
        .values(leased_by=holder, leased_until=now + LEASE)
        .returning(table.c.id, table.c.subject_id, table.c.happened_at, table.c.created_at)
    )
    rows = sorted(taken, key=lambda row: (row.happened_at, row.id))
    return OwedNotice(
        ids=[row.id for row in rows],
        kind=LetterKind(found.kind),
        tenant=found.tenant,
        person_id=found.person_id,
        occurrences=[Occurrence(row.subject_id, row.happened_at) for row in rows],
        since=min(row.created_at for row in rows),
    )


async def _note(owed: OwedNotice, fate: Fate, kept: Mail | None, uow: UnitOfWork) -> None:
    """What is neither sent nor given up is owed again."""
    change = update(table).where(table.c.id.in_(owed.ids))
    change = change.values(leased_by=None, leased_until=None)
    if fate.sent or fate.failure:
        state = State.SENT if fate.sent else State.FAILED
        change = change.values(state=state, failure=fate.failure, settled_at=uow.now)
    elif fate.done.pause is None:
        wait = min(max(uow.now - owed.since, SOONEST), fate.latest)
        change = change.values(not_before=uow.now + wait)
    if kept is not None:
        await mailbox.keep(uow, [kept])
    await uow.session.execute(change)


async def _free(context: Context, held: ColumnElement[bool]) -> None:
    async with context.database.transaction() as uow:
        free = {"leased_by": None, "leased_until": None}
        await uow.session.execute(update(table).where(held).values(free))
