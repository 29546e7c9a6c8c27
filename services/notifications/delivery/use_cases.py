"""One round of delivery: lease letters, write and send mails, note what has become of them."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

import structlog
from prometheus_client import Counter, Gauge

from services.notifications.delivery.values import PauseCause
from services.notifications.gateways import MailServer, Refused, ServerAway
from services.notifications.letters import use_cases as letters
from services.notifications.letters.queries import depth, next_due
from services.notifications.mailbox import use_cases as mailbox
from services.notifications.mails.use_cases import Writer
from services.notifications.mails.values import Assignment, TooLate, mail_kinds
from services.notifications.notices.queries import next_due as notice_due
from services.notifications.recipients.queries import read_directory
from services.notifications.rules import Unwritable
from services.notifications.undeliverable import use_cases as undeliverable
from services.notifications.undeliverable.values import FailureCause
from services.notifications.values import Letter, LetterMail, NotYet, Waiting
from shared.backoff import delay
from shared.context import Context
from shared.contracts.notifications import LINKS
from shared.faults import describe, is_transient
from shared.links import LinkMaker
from shared.messaging.unit_of_work import UnitOfWork

log = structlog.get_logger()

T = TypeVar("T")

AT_MOST = 30
"""Letters of one round; few, so that a welcome never waits behind many."""
WORKING_TIME = timedelta(seconds=60)
"""Well within the lease; what has not been tried by then is handed back."""
REFUSED_PATIENCE = timedelta(days=5)
"""How long a mail is offered again that the server does not take for now."""
LONGEST_NOTING_SECONDS = 0.5
"""Between two attempts to note that a mail is out, while the database is away."""
FINISHING_SECONDS = 10.0

SENT = Counter("knotenpunkt_letters_sent_total", "Letters handed over", ["service", "kind"])
FAILED = Counter("knotenpunkt_letters_failed_total", "Letters given up", ["service", "kind"])
DEPTH = Gauge("knotenpunkt_letters_waiting", "Letters not settled yet", ["service", "kind"])
AGE = Gauge(
    "knotenpunkt_letters_oldest_seconds", "Age of the oldest waiting letter", ["service", "kind"]
)


@dataclass(frozen=True, slots=True)
class Delivered:
    """How a round went: was anything due, did the server deal with a mail, why did it stop."""

    busy: bool
    reached: bool = False
    pause: PauseCause | None = None


async def deliver_due(
    context: Context, server: MailServer | None, holder: UUID, *, lapsed: bool = True
) -> Delivered:
    """Deliver some of what is due, as ``holder`` of its leases."""
    async with context.database.transaction() as uow:
        leased = await letters.lease(uow, holder, AT_MOST, lapsed=lapsed)
    if not leased:
        return Delivered(busy=False)
    delivery = Round(context, leased)
    if server is None:
        await delivery.keep_all()
    else:
        await delivery.send_all(server)
    await delivery.settle()
    return Delivered(busy=True, reached=delivery.reached, pause=delivery.pause)


async def seconds_until_due(context: Context) -> float | None:
    """Until there is something to deliver, if nothing new comes; negative if that is overdue."""
    async with context.database.reading() as session:
        moments = (await next_due(session), await notice_due(session))
    due = min((each for each in moments if each is not None), default=None)
    return (due - context.clock.now()).total_seconds() if due else None


async def resume(context: Context) -> None:
    """Go on at once with what a killed process was delivering; the embedded form is alone."""
    async with context.database.transaction() as uow:
        await letters.take_back_all(uow)


async def give_back(context: Context, holder: UUID) -> None:
    """Make due at once what this holder took in a round that a fault has ended."""
    async with context.database.transaction() as uow:
        await letters.give_back(uow, holder)


async def measure(context: Context) -> None:
    """Set the gauges to what the delivery log says."""
    async with context.database.reading() as session:
        found = await depth(session)
    now = context.clock.now()
    for kind in {*mail_kinds(), *found}:
        count, oldest = found.get(kind, (0, now))
        for counter in (SENT, FAILED):
            counter.labels(context.database.service, kind)
        DEPTH.labels(context.database.service, kind).set(count)
        AGE.labels(context.database.service, kind).set((now - oldest).total_seconds())


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Letters of one mail that is not offered any more."""

    letters: Sequence[Letter]
    cause: FailureCause
    reply: str = ""
    tried: bool = False


class Round:
    """What was leased together, and what has become of it so far."""

    def __init__(self, context: Context, leased: Sequence[Letter]) -> None:
        self.pause: PauseCause | None = None
        self.reached = False
        self._context = context
        self._leased = leased
        self._until = context.clock.now() + WORKING_TIME
        self._accepted = False
        self._doubted: list[tuple[LetterMail, Refused]] = []
        self._waiting: list[Waiting] = []
        self._over: list[Letter] = []
        self._hopeless: list[Letter] = []
        self._given_up: list[GivenUp] = []
        self._later: list[Letter] = []
        self._put_off: list[Letter] = []
        self._untouched: list[Letter] = []

    async def keep_all(self) -> None:
        """Into the mailbox, all in one transaction."""
        mails = [mail async for mail in self._mails()]
        async with self._context.database.transaction() as uow:
            await mailbox.keep(uow, mails)
            await letters.mark_sent(uow, [each for mail in mails for each in mail.letters])
        self._count(SENT, [each for mail in mails for each in mail.letters])

    async def send_all(self, server: MailServer) -> None:
        """To the mail server; each mail it has taken is noted before the next one is offered."""
        async for mail in self._mails():
            if self.pause is not None or self._context.clock.now() > self._until:
                self._untouched.extend(mail.letters)
            else:
                await unbroken(self._send(server, mail))
        for mail, refused in self._doubted:
            self._judge(mail, refused)

    async def settle(self) -> None:
        """Note what was not sent."""
        not_sent = (self._over, self._given_up, self._later, self._put_off, self._untouched)
        if self._waiting or any(not_sent):
            await in_the_end(self._context, self._note)
            given_up = [letter for each in self._given_up for letter in each.letters]
            self._count(FAILED, [*given_up, *self._hopeless])

    async def _note(self, uow: UnitOfWork) -> None:
        await letters.withdraw_leased(uow, self._over)
        for each in self._given_up:
            await undeliverable.give_up(
                uow, each.letters, each.cause, tried=each.tried, reply=each.reply
            )
        self._hopeless = await letters.await_copies(uow, self._waiting)
        await undeliverable.give_up(uow, self._hopeless, FailureCause.UNKNOWN, tried=False)
        await letters.retry_later(uow, self._later)
        await letters.put_off(uow, self._put_off)
        await letters.hand_back(uow, self._untouched)

    async def _send(self, server: MailServer, mail: LetterMail) -> None:
        try:
            await server.send(mail)
        except Refused as refused:
            self._report("letter.refused", mail.letters, str(refused))
            if refused.reply.doubtful:
                self._doubted.append((mail, refused))
            else:
                self._refuse(mail, refused)
        except ServerAway as away:
            self._untouched.extend(mail.letters)
            self.pause = away.cause
            log.warning("mail-server.away", reason=str(away))
        except Unwritable:
            self._given_up.append(GivenUp(mail.letters, FailureCause.ADDRESS))
        except Exception as fault:
            self._put_off.extend(mail.letters)
            self._report("letter.cannot-be-sent", mail.letters, describe(fault))
        else:
            self.reached = self._accepted = True
            await in_the_end(self._context, lambda uow: letters.mark_sent(uow, mail.letters))
            self._count(SENT, mail.letters)

    def _judge(self, mail: LetterMail, refused: Refused) -> None:
        """A refusal that may be about us is about this mail if another one got through."""
        if self._accepted:
            self._refuse(mail, refused)
        else:
            self.pause = self.pause or PauseCause.REFUSED
            self._untouched.extend(mail.letters)

    def _refuse(self, mail: LetterMail, refused: Refused) -> None:
        reply, self.reached = refused.reply, True
        if reply.final:
            cause = FailureCause.CONTENT if refused.content else FailureCause.RECIPIENT
        elif self._context.clock.now() - mail.letters[0].since > REFUSED_PATIENCE:
            cause = FailureCause.PATIENCE
        else:
            self._later.extend(mail.letters)
            return
        self._given_up.append(GivenUp(mail.letters, cause, reply.short, tried=True))

    async def _mails(self) -> AsyncIterator[LetterMail]:
        """Written one by one, so that nothing else has to wait for all of them."""
        for writer, assignment in await self._assignments():
            await asyncio.sleep(0)
            try:
                yield writer.write(assignment)
            except NotYet as reason:
                self._waiting.extend(Waiting(each, reason) for each in assignment.letters)
            except TooLate:
                self._given_up.append(GivenUp(assignment.letters, FailureCause.TOO_LATE))
            except Exception as fault:
                self._put_off.extend(assignment.letters)
                self._report("letter.cannot-be-written", assignment.letters, describe(fault))

    async def _assignments(self) -> list[tuple[Writer, Assignment]]:
        by_tenant: defaultdict[str, list[Letter]] = defaultdict(list)
        for letter in self._leased:
            by_tenant[letter.tenant].append(letter)
        found: list[tuple[Writer, Assignment]] = []
        links = self._context.single(link_maker)
        async with self._context.database.reading() as session:
            for tenant, mine in by_tenant.items():
                directory = await read_directory(session, tenant, mine)
                writer = Writer(directory, links, self._context.clock.now())
                current, over = writer.still_owed(mine)
                assignments, waiting = writer.assign(current)
                self._over.extend(over)
                self._waiting.extend(waiting)
                found.extend((writer, assignment) for assignment in assignments)
        return sorted(found, key=lambda each: each[1].letters[0].priority)

    def _report(self, what: str, about: Sequence[Letter], reason: str) -> None:
        log.warning(what, letters=[str(each.id) for each in about], reason=reason)

    def _count(self, counter: Counter, about: Sequence[Letter]) -> None:
        for letter in about:
            counter.labels(self._context.database.service, letter.kind).inc()


def link_maker(context: Context) -> LinkMaker:
    """Makes the links of this installation's mails."""
    return LinkMaker(context.ring(LINKS), context.settings.base_url)


async def in_the_end(
    context: Context, write: Callable[[UnitOfWork], Awaitable[None]], attempt: int = 1
) -> None:
    """Commit, however often the database goes away before it does: the mail is out already."""
    while True:
        try:
            async with context.database.transaction() as uow:
                await write(uow)
            return
        except Exception as fault:
            if not is_transient(fault):
                raise
            log.warning("delivery.notes-later", reason=describe(fault))
            await asyncio.sleep(delay(attempt, most=LONGEST_NOTING_SECONDS))
            attempt += 1


async def unbroken(work: Coroutine[Any, Any, T]) -> T:
    """Finish a mail that is under way before the process ends, or it would be sent again."""
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=FINISHING_SECONDS)
        raise
