"""Writes to the people of a survey without keeping to whom."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, update

from services.notifications.feedback_reminders import queries as writing
from services.notifications.feedback_reminders import use_cases as posting
from services.notifications.gateways import MailServer
from services.notifications.outages import queries as outages
from services.notifications.sending.use_cases import in_the_end, link_maker
from services.notifications.survey_mails import queries, rules
from services.notifications.survey_mails.gateways import Pull
from services.notifications.survey_mails.models import SurveyMailing
from services.notifications.survey_mails.models import survey_mailings as table
from services.notifications.survey_mails.values import CHANNEL, Due
from shared.context import Context
from shared.contracts.surveys import SurveyOpened
from shared.database.reach import crossing
from shared.database.tables import RowOf, row_of
from shared.database.writes import insert_rows
from shared.messaging.event import SANDBOX
from shared.messaging.router import Received
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.neighbours import NoAnswer

LATER = timedelta(minutes=2)


async def plan(uow: UnitOfWork, opened: Sequence[Received[SurveyOpened]]) -> None:
    """Each survey once."""
    rows = [row for each in opened if each.tenant != SANDBOX for row in _rows(each)]
    if rows:
        await insert_rows(uow.session, table, rows, ignore_conflicts=True)
        uow.notify(CHANNEL)


def _rows(event: Received[SurveyOpened]) -> list[RowOf[SurveyMailing]]:
    times = {False: rules.invited_at(event.message.time)}
    if event.body.remind_on is not None:
        times[True] = rules.reminded_at(event.body.remind_on)
    return [
        row_of(SurveyMailing)(
            tenant=event.tenant,
            survey_id=event.body.survey_id,
            reminds=reminds,
            due_at=due_at,
            closes_on=event.body.closes_on,
        )
        for reminds, due_at in times.items()
    ]


async def write_due(context: Context, pull: Pull, server: MailServer | None) -> None:
    """Everything that is due."""
    now = context.clock.now()
    async with context.database.reading() as session:
        due = await queries.due(session, now)
        away = server is not None and await outages.current(session, now) is not None
    for each in due:
        if away:
            await _put_off(context, each)
        elif await _take(context, each):
            await _write(context, pull, server, each)


async def _write(context: Context, pull: Pull, server: MailServer | None, due: Due) -> None:
    now, sent = context.clock.now(), 0
    if not rules.is_over(due, now):
        try:
            pulled = await pull(due.survey_id, due.reminds)
        except NoAnswer:
            await _put_off(context, due)
            return
        notices = rules.notices(due, pulled, now)
        async with context.database.reading() as session:
            links = context.single(link_maker)
            mails = await writing.mails(session, links, notices, now, hours=due.reminds)
        sent = await posting.post(context, server, mails)
    await _note(context, due, sent)


async def _take(context: Context, due: Due) -> bool:
    """Before the first mail: of two processes one sends them."""
    async with context.database.transaction() as uow:
        mine = (*_mine(due), queries.free(uow.now))
        change = update(table).where(*mine).values(taken_at=uow.now)
        taken = await uow.session.execute(crossing(change.returning(table.c.survey_id)))
        return taken.first() is not None


async def _put_off(context: Context, due: Due) -> None:
    async with context.database.transaction() as uow:
        later: datetime = uow.now + LATER
        again = update(table).where(*_mine(due)).values(taken_at=None, due_at=later)
        await uow.session.execute(crossing(again))


async def _note(context: Context, due: Due, sent: int) -> None:
    async def write(uow: UnitOfWork) -> None:
        await uow.session.execute(crossing(update(table).where(*_mine(due)).values(sent=sent)))

    await in_the_end(context, write)


def _mine(due: Due) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.survey_id == due.survey_id, table.c.reminds == due.reminds
