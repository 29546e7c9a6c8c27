"""One round of mails: leases what is due, checks, writes and sends it, notes what became of it."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

import structlog
from prometheus_client import Counter

from services.notifications.announcements.queries import with_news
from services.notifications.bounces.values import calendar_path
from services.notifications.deliveries import use_cases as deliveries
from services.notifications.deliveries.values import Occasion
from services.notifications.dispatches import queries as sent
from services.notifications.dispatches import use_cases as dispatches
from services.notifications.dispatches.values import Outcome
from services.notifications.fates.use_cases import Fates, GivenUp
from services.notifications.gateways import MailServer, Refused, ServerAway, Unanswered
from services.notifications.gatherings import use_cases as gatherings
from services.notifications.gatherings.queries import with_seats
from services.notifications.invites.values import calendar_of
from services.notifications.mailbox import use_cases as mailbox
from services.notifications.mails.values import Assignment, Place
from services.notifications.matters.queries import with_matters
from services.notifications.noting.use_cases import Notes, note_taken
from services.notifications.recipients.queries import read_directory
from services.notifications.recipients.values import candidate
from services.notifications.rounds.queries import judge
from services.notifications.rules import Unwritable, host_of, sender_of
from services.notifications.sending.use_cases import (
    FAILED,
    REFUSED_PATIENCE,
    SENT,
    Delivered,
    link_maker,
    unbroken,
)
from services.notifications.sending.values import PauseCause
from services.notifications.undeliverable.values import FailureCause
from services.notifications.values import Candidate, NotYet, Owed, OwedMail, Waiting
from services.notifications.writing.use_cases import Writer, assign
from shared.clock import local_date
from shared.context import Context
from shared.faults import describe

log = structlog.get_logger()

AT_MOST = 50
"""Messages of one round for each conversation; few, so that a welcome never waits behind many."""
FEW = 5
"""Messages for which no further conversation is begun."""
WORKING_TIME = timedelta(seconds=60)
"""Well within the lease; what has not been tried by then is handed back."""


async def deliver_due(
    context: Context, servers: Sequence[MailServer], holder: UUID, *, lapsed: bool = True
) -> Delivered:
    """Deliver some of what is due, as ``holder`` of its leases; without a server keep it."""
    at_most = AT_MOST * max(len(servers), 1)
    async with context.database.transaction() as uow:
        leased = await deliveries.lease(uow, holder, at_most, lapsed=lapsed)
    if not leased:
        return Delivered(busy=False)
    delivery = Round(context, leased)
    if servers:
        await delivery.send_all(servers)
    else:
        await delivery.keep_all()
    await delivery.settle()
    return Delivered(busy=True, reached=delivery.reached, pause=delivery.pause)


class Round:
    """What was leased together, and what has become of it so far."""

    def __init__(self, context: Context, leased: Sequence[Owed]) -> None:
        self.pause: PauseCause | None = None
        self.reached = False
        self._context = context
        self._leased = leased
        self._until = context.clock.now() + WORKING_TIME
        self._accepted = False
        self._doubtful: list[tuple[OwedMail, Refused]] = []
        self._fates = Fates(context)
        self._notes = Notes(partial(note_taken, context))

    async def keep_all(self) -> None:
        """Into the mailbox, all in one transaction."""
        mails = [mail async for mail in self._mails()]
        async with self._context.database.transaction() as uow:
            told = await deliveries.mark_sent(uow, [e for mail in mails for e in mail.owed])
            new = [mail for mail in mails if not told.isdisjoint(each.id for each in mail.owed)]
            await mailbox.keep(uow, new, self._calendars(new))
            await gatherings.note_sent(uow, new)
            await dispatches.note(uow, new, Outcome.KEPT)
        self._count(SENT, [each for mail in mails for each in mail.owed])

    async def send_all(self, servers: Sequence[MailServer]) -> None:
        """To the mail server, in as many conversations as what there is is worth."""
        mails = _Shared(self._mails())
        used = servers[: 1 + len(self._leased) // FEW]
        try:
            async with asyncio.TaskGroup() as conversations:
                for server in used:
                    conversations.create_task(self._converse(server, mails, server is used[0]))
        except* Exception as faults:
            raise faults.exceptions[0] from None
        finally:
            await unbroken(self._notes.all())
        while (left := await mails.next()) is not None:
            self._fates.untouched.extend(left.owed)
        for mail, refused in self._doubtful:
            self._judge(mail, refused)

    async def settle(self) -> None:
        """Note what was not sent."""
        self._count(FAILED, await self._fates.note())

    async def _converse(self, server: MailServer, mails: "_Shared", is_first: bool) -> None:
        """The rest goes on with fewer where the server wants no further one."""
        goes_on = True
        while goes_on and (mail := await mails.next()) is not None:
            if self.pause is not None or self._context.clock.now() > self._until:
                self._fates.untouched.extend(mail.owed)
            else:
                goes_on = await unbroken(self._send(server, mail, is_first))

    async def _send(self, server: MailServer, mail: OwedMail, is_first: bool) -> bool:
        """Whether the conversation goes on."""
        try:
            await server.send(mail)
        except Refused as refused:
            self._report("letter.refused", mail.owed, str(refused))
            if refused.reply.doubtful:
                self._doubtful.append((mail, refused))
            else:
                self._refuse(mail, refused)
        except Unanswered as unanswered:
            self._doubt(mail)
            self._stop(unanswered)
        except ServerAway as away:
            self._fates.untouched.extend(mail.owed)
            if is_first:
                self._stop(away)
            else:
                log.warning("mail-server.fewer", reason=str(away))
            return False
        except Unwritable:
            self._fates.given_up.append(GivenUp(mail.owed, FailureCause.ADDRESS))
        except Exception as fault:
            self._fates.put_off.extend(mail.owed)
            self._report("letter.cannot-be-sent", mail.owed, describe(fault))
        else:
            self.reached = self._accepted = True
            await self._notes.take(mail)
            self._count(SENT, mail.owed)
        return True

    def _calendars(self, mails: Sequence[OwedMail]) -> dict[UUID, list[str]]:
        settings, now = self._context.settings, self._context.clock.now()
        ours = (sender_of(settings), host_of(settings), now, calendar_path(settings))
        return {
            mail.id: [calendar_of(each, mail.to, *ours) for each in mail.content.invites]
            for mail in mails
            if mail.content.invites
        }

    def _stop(self, away: ServerAway) -> None:
        self.pause = away.cause
        log.warning("mail-server.away", reason=str(away))

    def _doubt(self, mail: OwedMail) -> None:
        """Once more, later; what was never answered twice is for an operator to decide."""
        self._report("letter.unanswered", mail.owed, "no answer to the whole mail")
        if mail.owed[0].mail_id is None:
            self._fates.doubted.append(mail)
        else:
            cause = FailureCause.UNANSWERED
            self._fates.given_up.append(GivenUp(mail.owed, cause, mail=mail))

    def _judge(self, mail: OwedMail, refused: Refused) -> None:
        """A refusal that may be about us is about this mail if another one got through."""
        if self._accepted:
            self._refuse(mail, refused)
        else:
            self.pause = self.pause or PauseCause.REFUSED
            self._fates.untouched.extend(mail.owed)

    def _refuse(self, mail: OwedMail, refused: Refused) -> None:
        reply, self.reached = refused.reply, True
        if reply.final:
            cause = FailureCause.CONTENT if refused.content else FailureCause.RECIPIENT
        elif self._context.clock.now() - mail.owed[0].since > REFUSED_PATIENCE:
            cause = FailureCause.PATIENCE
        else:
            self._fates.later.extend(mail.owed)
            return
        self._fates.given_up.append(GivenUp(mail.owed, cause, reply.short, mail))

    async def _mails(self) -> AsyncIterator[OwedMail]:
        """Written one by one, so that nothing else has to wait for all of them."""
        for writer, assignment in await self._assignments():
            await asyncio.sleep(0)
            if (mail := self._mail(writer, assignment)) is not None:
                yield mail

    def _mail(self, writer: Writer, assignment: Assignment) -> OwedMail | None:
        """Of several matters those that can be written; None if there is none."""
        matters = assignment.matters
        if len(matters) > 1:
            ready = self._parts(writer, matters)
            if len(ready) > 1:
                return writer.gather(list(ready.values()))
            matters = [matters[number] for number in ready]
        return self._written(writer, matters[0], Place.ALONE) if matters else None

    def _parts(self, writer: Writer, matters: Sequence[Assignment]) -> dict[int, OwedMail]:
        """Those that can be written, by number; what explains a kind stands in its first alone."""
        found: dict[int, OwedMail] = {}
        for number, matter in enumerate(matters):
            explained = matter.owed[0].kind in {each.kind for each in found.values()}
            place = Place.AGAIN if explained else Place.FIRST
            if (part := self._written(writer, matter, place)) is not None:
                found[number] = part
        return found

    def _written(self, writer: Writer, matter: Assignment, place: Place) -> OwedMail | None:
        """None if it cannot be written yet; what it would have gone with does not wait for it."""
        try:
            mail = writer.write(matter, place)
            if mail.content.lacking:
                self._report("letter.text-incomplete", matter.owed, ", ".join(mail.content.lacking))
            return mail
        except NotYet as reason:
            self._fates.waiting.extend(Waiting(each, reason) for each in matter.owed)
        except Exception as fault:
            self._fates.put_off.extend(matter.owed)
            self._report("letter.cannot-be-written", matter.owed, describe(fault))
        return None

    async def _assignments(self) -> list[tuple[Writer, Assignment]]:
        by_tenant: defaultdict[str, list[Owed]] = defaultdict(list)
        for owed in self._leased:
            by_tenant[owed.tenant].append(owed)
        found: list[tuple[Writer, Assignment]] = []
        links, now = self._context.single(link_maker), self._context.clock.now()
        async with self._context.database.reading() as session:
            for tenant, mine in by_tenant.items():
                directory = await read_directory(session, tenant, mine)
                directory = await with_news(session, directory, mine)
                directory = await with_seats(session, directory, mine)
                directory = await with_matters(session, directory, mine)
                occasion = Occasion(session, directory, now, local_date(now))
                fine = await self._checked(occasion, mine)
                to = {each.person_id for each in fine if each.person_id is not None}
                writer = Writer(
                    directory, links, now, introduced=await sent.introduced(session, to)
                )
                found.extend(
                    (writer, assignment)
                    for assignment in assign(fine, sandbox=directory.is_sandbox)
                )
        return sorted(found, key=lambda each: each[1].owed[0].priority)

    async def _checked(self, occasion: Occasion, owed: Sequence[Owed]) -> list[Candidate]:
        """Those that may go out now."""
        judged = await judge(occasion, [candidate(each, occasion.directory) for each in owed])
        for each, verdict in judged.said:
            to = occasion.directory.people.get(each.person_id) if each.person_id else None
            self._fates.put(each, verdict, to)
        for each in judged.fine:
            if each.missing is not None:
                self._fates.waiting.append(Waiting(each.owed, each.missing))
        return judged.fine

    def _report(self, what: str, about: Sequence[Owed], reason: str) -> None:
        log.warning(what, letters=[str(each.id) for each in about], reason=reason)

    def _count(self, counter: Counter, about: Sequence[Owed]) -> None:
        for owed in about:
            counter.labels(self._context.database.service, owed.kind).inc()


class _Shared:
    """Mails that several conversations take one after the other."""

    def __init__(self, mails: AsyncIterator[OwedMail]) -> None:
        self._mails = mails
        self._turn = asyncio.Lock()

    async def next(self) -> OwedMail | None:
        """None where there is none any more."""
        async with self._turn:
            return await anext(self._mails, None)
