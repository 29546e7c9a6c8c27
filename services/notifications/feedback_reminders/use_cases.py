"""Plans the one reminder of a gathering's feedback, and sends it without keeping to whom."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import structlog
from sqlalchemy import update

from services.notifications.feedback_reminders import queries, rules
from services.notifications.feedback_reminders.gateways import Pull
from services.notifications.feedback_reminders.models import FeedbackReminder
from services.notifications.feedback_reminders.models import feedback_reminders as table
from services.notifications.feedback_reminders.values import CHANNEL, Due
from services.notifications.gateways import MailServer, Refused, ServerAway, Unanswered
from services.notifications.mailbox import use_cases as mailbox
from services.notifications.outages import queries as outages
from services.notifications.rules import Unwritable
from services.notifications.sending.use_cases import in_the_end, link_maker
from services.notifications.values import OwedMail
from shared.backoff import delay
from shared.clock import local_date
from shared.context import Context
from shared.contracts.feedback import FeedbackOpened
from shared.database.reach import crossing
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.messaging.event import SANDBOX
from shared.messaging.router import Received
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.neighbours import NoAnswer

log = structlog.get_logger()
LATER = timedelta(minutes=15)
ATTEMPTS = 6
"""For one mail, while the server is away; then the rest is given up, for nobody is noted."""


async def plan(uow: UnitOfWork, opened: Sequence[Received[FeedbackOpened]]) -> None:
    """Each gathering once."""
    rows = [
        row_of(FeedbackReminder)(
            tenant=each.tenant,
            gathering_id=each.body.gathering_id,
            due_at=due_at,
            closes_on=each.body.closes_on,
        )
        for each in opened
        if each.tenant != SANDBOX
        and (due_at := rules.due_at(each.message.time, each.body.closes_on)) is not None
    ]
    if rows:
        await insert_rows(uow.session, table, rows, ignore_conflicts=True)
        uow.notify(CHANNEL)


async def remind(context: Context, pull: Pull, server: MailServer | None) -> None:
    """Everything that is due."""
    now = context.clock.now()
    async with context.database.reading() as session:
        due = await queries.due(session, now)
        away = server is not None and await outages.current(session, now) is not None
    for each in due:
        if away:
            await _put_off(context, each)
        elif await _take(context, each):
            await _remind(context, pull, server, each)


async def _remind(context: Context, pull: Pull, server: MailServer | None, due: Due) -> None:
    now, sent = context.clock.now(), 0
    if local_date(now) <= due.closes_on:
        try:
            waiting = await pull(due.gathering_id)
        except NoAnswer:
            await _put_off(context, due)
            return
        async with context.database.reading() as session:
            told = await queries.told(session, due)
            notices = rules.notices(due, told, waiting.rights, now)
            mails = await queries.mails(session, context.single(link_maker), notices, now)
        sent = await post(context, server, mails)
    await _note(context, due, sent)


async def _take(context: Context, due: Due) -> bool:
    """Before the first mail: killed on the way, it is not sent again."""
    mine = (table.c.gathering_id == due.gathering_id, table.c.taken_at.is_(None))
    async with context.database.transaction() as uow:
        change = update(table).where(*mine).values(taken_at=uow.now)
        taken = await uow.session.execute(crossing(change.returning(table.c.gathering_id)))
        return taken.first() is not None


async def _put_off(context: Context, due: Due) -> None:
    mine = table.c.gathering_id == due.gathering_id
    async with context.database.transaction() as uow:
        again = update(table).where(mine).values(taken_at=None, due_at=uow.now + LATER)
        await uow.session.execute(crossing(again))


async def _note(context: Context, due: Due, sent: int) -> None:
    async def write(uow: UnitOfWork) -> None:
        mine = update(table).where(table.c.gathering_id == due.gathering_id)
        await uow.session.execute(crossing(mine.values(sent=sent)))

    await in_the_end(context, write)


async def post(context: Context, server: MailServer | None, mails: Sequence[OwedMail]) -> int:
    """Hand them over in their order; how many went out is all that is known afterwards."""
    return await _send(server, mails) if server else await _keep(context, mails)


async def _keep(context: Context, mails: Sequence[OwedMail]) -> int:
    """Into the mailbox, which is the mail server of whoever tries the program out."""
    async with context.database.transaction() as uow:
        await mailbox.keep(uow, mails)
    return len(mails)


async def _send(server: MailServer, mails: Sequence[OwedMail]) -> int:
    sent = 0
    for each in mails:
        outcome = await _offer(server, each)
        if outcome is None:
            log.warning("unkept-mails.given-up")
            break
        sent += outcome
    await server.hang_up()
    return sent


async def _offer(server: MailServer, mail: OwedMail) -> bool | None:
    """Whether the server has it; None if it stays away."""
    for attempt in range(1, ATTEMPTS):
        try:
            await server.send(mail)
        except (Refused, Unwritable):
            return False
        except Unanswered:
            return True
        except ServerAway:
            await asyncio.sleep(delay(attempt))
        else:
            return True
    return None
