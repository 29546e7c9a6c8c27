"""Writes to the people of surveys and gatherings without keeping to whom."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, func, update

from services.notifications.deliveries.values import delay_after
from services.notifications.gateways import MailServer, Refused, ServerAway, Unanswered
from services.notifications.mailbox import use_cases as mailbox
from services.notifications.outages import queries as outages
from services.notifications.rules import Unwritable
from services.notifications.sending.use_cases import in_the_end, link_maker
from services.notifications.unkept import queries, rules
from services.notifications.unkept.gateways import Asks
from services.notifications.unkept.models import UnkeptMailing
from services.notifications.unkept.models import unkept_mailings as table
from services.notifications.unkept.values import CHANNEL, Due, Waiting
from services.notifications.values import Notice, OwedMail
from shared.context import Context
from shared.database.reach import crossing
from shared.database.tables import RowOf
from shared.database.writes import insert_rows
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.neighbours import NoAnswer

log = structlog.get_logger()
LATER = timedelta(minutes=5)
"""While surveys or the mail server are away."""
SIGN_OF_LIFE = timedelta(minutes=10)
"""At least so often whoever has taken something says that it goes on."""
ATTEMPTS = 10
"""For what the server does not take for now, over four hours."""
AT_ONCE = 100
"""Mails that are written together."""


async def plan(uow: UnitOfWork, rows: Sequence[RowOf[UnkeptMailing]]) -> None:
    """Each once."""
    if rows:
        await insert_rows(uow.session, table, rows, ignore_conflicts=True)
        uow.notify(CHANNEL)


class Mailing:
    """What is still to be written of one, and how many mails it was."""

    def __init__(self, due: Due, notices: Iterable[Notice], now: datetime) -> None:
        self.due = due
        self.signed_at = now
        self.sent = self.lost = self.told = 0
        self.waiting = {each.id: Waiting(each, now) for each in notices}

    def ready(self, now: datetime) -> list[Notice]:
        """Some that may be written now, in their order."""
        ready = [each.notice for each in self.waiting.values() if each.not_before <= now]
        return ready[:AT_ONCE]

    def hold(self, held: Mapping[UUID, datetime]) -> None:
        """Because of somebody's hours."""
        for key, until in held.items():
            self.waiting[key].not_before, self.waiting[key].held = until, True

    def done(self, keys: Iterable[UUID], *, sent: int = 0, lost: int = 0) -> None:
        """They are written, given up, or not wanted."""
        for key in keys:
            self.waiting.pop(key)
        self.sent += sent
        if self.due.invites:
            self.lost += lost

    def refused(self, mail: OwedMail, now: datetime) -> None:
        """Not for now: once more, later and later."""
        for owed in mail.owed:
            each = self.waiting[owed.id]
            each.attempts += 1
            each.not_before, each.held = now + delay_after(each.attempts), False
            if each.attempts >= ATTEMPTS:
                self.done([owed.id], lost=1)

    def wait(self, now: datetime) -> None:
        """Nothing goes out at present, whoever it is for."""
        for each in self.waiting.values():
            if each.not_before <= now:
                each.not_before, each.held = now + LATER, False

    @property
    def next(self) -> datetime | None:
        return min((each.not_before for each in self.waiting.values()), default=None)

    @property
    def over(self) -> bool:
        """Whether nobody is left, and how many were not reached is said."""
        return not self.waiting and self.told == self.lost

    @property
    def only_held(self) -> bool:
        """Whether hours alone are waited for: everybody else is written to."""
        return all(each.held for each in self.waiting.values())


class Unkept:
    """What is under way, which this process alone knows, and forgets when it ends."""

    def __init__(self, context: Context, surveys: Asks, server: MailServer | None) -> None:
        self._context = context
        self._surveys = surveys
        self._server = server
        self._under_way: dict[object, Mailing] = {}

    async def round(self) -> datetime | None:
        """Everything that is due; returns when the next is."""
        now = self._context.clock.now()
        async with self._context.database.reading() as session:
            pause = await outages.current(session, now) if self._server else None
            due = [] if pause else await queries.due(session, now)
        if pause is not None:
            for mailing in [*self._under_way.values()]:
                await self._sign(mailing)
            return max(pause.next_try_at, now + LATER)
        for each in due:
            if each.key not in self._under_way:
                await self._begin(each, now)
        try:
            for mailing in [*self._under_way.values()]:
                await self._go_on(mailing)
        finally:
            if self._server is not None:
                await self._server.hang_up()
        return await self._next()

    async def give_back(self) -> None:
        """Who was not invited is, by whoever is there next; of a reminder the rest is given up."""
        invitations = [each.due for each in self._under_way.values() if each.due.invites]
        async with self._context.database.transaction() as uow:
            for due in invitations:
                await _set(uow, due, {"taken_at": None})

    async def _begin(self, due: Due, now: datetime) -> None:
        async with self._context.database.reading() as session:
            opens = await queries.opening(session, due.tenant, now)
        over = rules.is_over(due, now)
        if opens is not None and not over:
            await self._put_off(due, opens)
        elif (taken_at := await self._take(due)) is not None:
            notices: Sequence[Notice] = []
            if not over:
                try:
                    pulled = await self._surveys.pull(due)
                except NoAnswer:
                    await self._put_off(due, now + LATER)
                    return
                async with self._context.database.reading() as session:
                    notices = await queries.notices(session, due, pulled, now)
            self._under_way[due.key] = Mailing(due, notices, taken_at)

    async def _go_on(self, mailing: Mailing) -> None:
        now, links = self._context.clock.now(), self._context.single(link_maker)
        away = False
        while not away and await self._sign(mailing) and (ready := mailing.ready(now)):
            async with self._context.database.reading() as session:
                found = await queries.written(session, links, ready, now)
            mailing.hold(found.held)
            mailing.done(found.needless)
            mailing.done(found.hopeless, lost=len(found.hopeless))
            away = not await self._post(mailing, found.mails, now)
        if mailing.due.key not in self._under_way:
            return
        if away:
            mailing.wait(now)
        await self._say_lost(mailing)
        await in_the_end(self._context, partial(_note, mailing, now))
        if mailing.over:
            del self._under_way[mailing.due.key]

    async def _say_lost(self, mailing: Mailing) -> None:
        """To the office, of whom everybody is asked; said later if surveys is away."""
        if mailing.lost > mailing.told:
            with suppress(NoAnswer):
                await self._surveys.say_lost(mailing.due, mailing.lost)
                mailing.told = mailing.lost

    async def _sign(self, mailing: Mailing) -> bool:
        """Say that it goes on; False if somebody else does it now, or it is there no more."""
        mine = (*_mine(mailing.due), table.c.taken_at == mailing.signed_at)
        async with self._context.database.transaction() as uow:
            change = update(table).where(*mine, table.c.sent.is_(None)).values(taken_at=uow.now)
            found = await uow.session.execute(crossing(change.returning(table.c.about_id)))
            still, signed_at = found.first() is not None, uow.now
        mailing.signed_at = signed_at
        if not still:
            del self._under_way[mailing.due.key]
        return still

    async def _post(self, mailing: Mailing, mails: Sequence[OwedMail], now: datetime) -> bool:
        """Hand them over in their order; False if the server is away."""
        if self._server is None:
            async with self._context.database.transaction() as uow:
                await mailbox.keep(uow, mails)
            for mail in mails:
                mailing.done([each.id for each in mail.owed], sent=1)
            return True
        for mail in mails:
            keys = [each.id for each in mail.owed]
            try:
                await self._server.send(mail)
            except Refused as refused:
                if refused.reply.final and not refused.reply.doubtful:
                    mailing.done(keys, lost=1)
                else:
                    mailing.refused(mail, now)
            except Unwritable:
                mailing.done(keys, lost=1)
            except Unanswered:
                mailing.done(keys, sent=1)
            except ServerAway as away:
                log.warning("unkept-mails.waiting", reason=str(away))
                return False
            else:
                mailing.done(keys, sent=1)
        return True

    async def _next(self) -> datetime | None:
        async with self._context.database.reading() as session:
            planned = await queries.next_due(session)
        moments = [planned, *(each.next for each in self._under_way.values())]
        if self._under_way:
            moments.append(self._context.clock.now() + SIGN_OF_LIFE)
        return min((each for each in moments if each is not None), default=None)

    async def _take(self, due: Due) -> datetime | None:
        """Before anybody asks whom: of two processes one writes."""
        async with self._context.database.transaction() as uow:
            mine = (*_mine(due), queries.free(uow.now))
            began = {"taken_at": uow.now, "began_at": func.coalesce(table.c.began_at, uow.now)}
            change = update(table).where(*mine).values(**began)
            taken = await uow.session.execute(crossing(change.returning(table.c.about_id)))
            return uow.now if taken.first() is not None else None

    async def _put_off(self, due: Due, until: datetime) -> None:
        async with self._context.database.transaction() as uow:
            await _set(uow, due, {"taken_at": None, "due_at": until})


async def _note(mailing: Mailing, now: datetime, uow: UnitOfWork) -> None:
    """How far it is."""
    due, values = mailing.due, dict[str, object]()
    if mailing.over:
        values["sent"] = mailing.sent
    elif mailing.only_held:
        values["written_until"] = now
    if values:
        await _set(uow, due, values)


async def _set(uow: UnitOfWork, due: Due, values: Mapping[str, object]) -> None:
    await uow.session.execute(crossing(update(table).where(*_mine(due)).values(values)))


def _mine(due: Due) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.kind == due.kind.value, table.c.about_id == due.about_id
