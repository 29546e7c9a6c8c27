"""One round of delivery: lease letters, write and send mails, note what has become of them."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import structlog
from prometheus_client import Counter, Gauge

from services.notifications.addressees.use_cases import read_directory
from services.notifications.letters import use_cases as letters
from services.notifications.mailbox import use_cases as mailbox
from services.notifications.mails.use_cases import Assignment, TooLate, Writer
from services.notifications.schemas import Letter, Mail, NotYet, Waiting
from services.notifications.smtp.use_cases import MailServer, Refused, ServerAway
from shared.context import Context
from shared.contracts.notifications import LetterKind
from shared.messaging.faults import describe

log = structlog.get_logger()

AT_MOST = 30
"""Letters of one round; few, so that a welcome never waits behind many."""
WORKING_TIME = timedelta(seconds=60)
"""Well within the lease; what has not been tried by then is handed back."""
REFUSED_PATIENCE = timedelta(days=5)
"""How long a mail is offered again that the server does not take for now."""

SENT = Counter("knotenpunkt_letters_sent_total", "Letters handed over", ["service", "kind"])
FAILED = Counter("knotenpunkt_letters_failed_total", "Letters given up", ["service", "kind"])
DEPTH = Gauge("knotenpunkt_letters_waiting", "Letters not settled yet", ["service", "kind"])
AGE = Gauge(
    "knotenpunkt_letters_oldest_seconds", "Age of the oldest waiting letter", ["service", "kind"]
)


async def deliver_due(context: Context, server: MailServer | None) -> bool:
    """Deliver some of what is due; answers whether there was anything."""
    async with context.database.transaction() as uow:
        leased = await letters.lease(uow, AT_MOST)
    if not leased:
        return False
    delivery = Round(context, leased)
    if server is None:
        await delivery.keep_all()
    else:
        await delivery.send_all(server)
    await delivery.settle()
    return True


async def seconds_until_due(context: Context) -> float | None:
    """Until there is something to deliver, if nothing new comes; negative if that is overdue."""
    async with context.database.reading() as session:
        due = await letters.next_due(session)
    return (due - context.clock.now()).total_seconds() if due else None


async def resume(context: Context) -> None:
    """Go on at once with what a killed process was delivering; the embedded form is alone."""
    async with context.database.transaction() as uow:
        await letters.take_back_all(uow)


async def measure(context: Context) -> None:
    """Set the gauges to what the delivery log says."""
    async with context.database.reading() as session:
        found = await letters.depth(session)
    now = context.clock.now()
    for kind in LetterKind:
        count, oldest = found.get(kind, (0, now))
        for counter in (SENT, FAILED):
            counter.labels(context.database.service, kind)
        DEPTH.labels(context.database.service, kind).set(count)
        AGE.labels(context.database.service, kind).set((now - oldest).total_seconds())


class Round:
    """What was leased together, and what has become of it so far."""

    def __init__(self, context: Context, leased: Sequence[Letter]) -> None:
        self._context = context
        self._leased = leased
        self._until = context.clock.now() + WORKING_TIME
        self._waiting: list[Waiting] = []
        self._hopeless: list[Letter] = []
        self._refused: list[Letter] = []
        self._failed: list[Letter] = []
        self._untouched: list[Letter] = []

    async def keep_all(self) -> None:
        """Into the mailbox, all in one transaction."""
        mails = [mail async for mail in self._mails()]
        async with self._context.database.transaction() as uow:
            await mailbox.keep(uow, mails)
            await letters.mark_sent(uow, [each for mail in mails for each in mail.letters])
        self._count(SENT, [each for mail in mails for each in mail.letters])

    async def send_all(self, server: MailServer) -> None:
        """To the mail server, one transaction per mail it has taken."""
        away = False
        async for mail in self._mails():
            if away:
                self._failed.extend(mail.letters)
            elif self._context.clock.now() > self._until:
                self._untouched.extend(mail.letters)
            else:
                away = not await self._send(server, mail)

    async def settle(self) -> None:
        """Note what was not sent."""
        not_sent = (self._hopeless, self._refused, self._failed, self._untouched)
        if not self._waiting and not any(not_sent):
            return
        async with self._context.database.transaction() as uow:
            given_up = await letters.await_copies(uow, self._waiting)
            await letters.give_up(uow, self._hopeless, tried=False)
            await letters.give_up(uow, self._refused, tried=True)
            await letters.retry_later(uow, self._failed)
            await letters.hand_back(uow, self._untouched)
        self._count(FAILED, [*given_up, *self._hopeless, *self._refused])

    async def _send(self, server: MailServer, mail: Mail) -> bool:
        """Whether the server is there for the next one."""
        try:
            await server.send(mail)
        except Refused as refused:
            hopeless = refused.for_good or self._is_old(mail)
            (self._refused if hopeless else self._failed).extend(mail.letters)
            self._report("letter.refused", mail.letters, refused)
        except ServerAway as away:
            self._failed.extend(mail.letters)
            log.warning("mail-server.away", reason=str(away))
            return False
        except Exception as fault:
            self._failed.extend(mail.letters)
            self._report("letter.cannot-be-sent", mail.letters, fault)
        else:
            async with self._context.database.transaction() as uow:
                await letters.mark_sent(uow, mail.letters)
            self._count(SENT, mail.letters)
        return True

    async def _mails(self) -> AsyncIterator[Mail]:
        """Written one by one, so that nothing else has to wait for all of them."""
        for writer, assignment in await self._assignments():
            await asyncio.sleep(0)
            try:
                yield writer.write(assignment)
            except NotYet as reason:
                self._waiting.extend(Waiting(each, reason) for each in assignment.letters)
            except TooLate:
                self._hopeless.extend(assignment.letters)
            except Exception as fault:
                self._failed.extend(assignment.letters)
                self._report("letter.cannot-be-written", assignment.letters, fault)

    async def _assignments(self) -> list[tuple[Writer, Assignment]]:
        by_tenant: defaultdict[str, list[Letter]] = defaultdict(list)
        for letter in self._leased:
            by_tenant[letter.tenant].append(letter)
        found: list[tuple[Writer, Assignment]] = []
        async with self._context.database.reading() as session:
            for tenant, mine in by_tenant.items():
                directory = await read_directory(session, tenant, mine)
                writer = Writer(directory, self._context.links, self._context.clock.now())
                assignments, waiting = writer.assign(mine)
                self._waiting.extend(waiting)
                found.extend((writer, assignment) for assignment in assignments)
        return sorted(found, key=lambda each: each[1].letters[0].priority)

    def _is_old(self, mail: Mail) -> bool:
        """A full mailbox is not emptied any more."""
        return self._context.clock.now() - mail.letters[0].created_at > REFUSED_PATIENCE

    def _report(self, what: str, about: Sequence[Letter], fault: Exception) -> None:
        log.warning(what, letters=[str(each.id) for each in about], reason=describe(fault))

    def _count(self, counter: Counter, about: Sequence[Letter]) -> None:
        for letter in about:
            counter.labels(self._context.database.service, letter.kind).inc()
