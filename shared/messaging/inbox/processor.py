"""Turns arrivals into committed effects: one transaction per batch, each effect exactly once."""

import time
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from uuid import UUID

from shared.database.guards import Refused
from shared.messaging.causes import DecodeError, ParkingCause
from shared.messaging.database import Database
from shared.messaging.erased import CHANNEL, Erased, asks_for_privacy
from shared.messaging.event import EVERYONE
from shared.messaging.inbox import inbox
from shared.messaging.inbox.batch import Delivery, order_key, waves
from shared.messaging.inbox.claiming import refuse_unless_new
from shared.messaging.inbox.metrics import ConsumerMetrics, Outcome
from shared.messaging.message import Arrival, Message
from shared.messaging.parking.dismissals import given_up
from shared.messaging.parking.parking import (
    FAILED,
    WAITING,
    ParkedEntry,
    blocked_keys,
    cause_of,
    park,
    stack_of,
)
from shared.messaging.router import EventRouter, Subscription
from shared.messaging.transaction import Transaction

Owed = dict[UUID, tuple[Subscription, ...]]
"""For each message the handlers that have not had it yet."""


class BatchProcessor:
    """What one service does because of messages; with ``tenants``, only for those it serves.

    A batch is first tried as if all of it were new and nothing of its keys were parked: then its
    claims are written with its effects, in one statement. If that is refused, nothing has happened,
    and the claims are made first, to learn which of them are new.
    """

    def __init__(
        self, database: Database, handlers: EventRouter, tenants: Collection[str] | None = None
    ) -> None:
        self.service = database.service
        self.metrics = ConsumerMetrics(database.service, handlers)
        self._database = database
        self._handlers = handlers
        self._waiting_for = lru_cache(maxsize=1000)(handlers.waiting_for)
        self._tenants = frozenset(tenants) | {EVERYONE} if tenants is not None else None
        self._optimistic = True
        self._erased = Erased(database.engine, database.key)

    async def learn_erased(self) -> None:
        """Know of whom nothing is taken in, before the first message."""
        async with self._database.reading() as session:
            await self._erased.read(session)

    async def follow_erased(self) -> None:
        """Learn of what other instances erase, until cancelled."""
        notifier = self._database.notifier
        while True:
            await notifier.wait(CHANNEL, notifier.net_seconds)
            await self.learn_erased()

    def is_about_erased(self, message: Message) -> bool:
        """Whether it is about somebody of whom nothing is taken in any more."""
        return self._erased.is_about(message, self._handlers.bodies.get(message.type))

    async def commit(self, batch: Sequence[Arrival]) -> None:
        """Handle the whole batch in one transaction, or raise and leave nothing."""
        started = time.perf_counter()
        mine = [arrival for arrival in batch if self._concerns(arrival)]
        outcome = Outcome()
        if mine:
            outcome = await self._if_new(mine) or await self._what_is_new(mine)
        outcome.ignored = len(batch) - len(mine)
        self.metrics.committed(outcome, time.perf_counter() - started, self._database.clock.now())

    async def _if_new(self, batch: Sequence[Arrival]) -> Outcome | None:
        """None, and nothing done, unless all of it is new and nothing is in its way."""
        optimistic, self._optimistic = self._optimistic, False
        deliveries = self._all_read(batch) if optimistic else None
        if deliveries is None:
            return None
        try:
            async with self._database.begin() as transaction:
                claims = [claim for delivery in deliveries for claim in delivery.claims]
                refuse_unless_new(transaction, claims, batch)
                await self.run(deliveries, transaction)
        except Refused:
            return None
        self._optimistic = True
        return Outcome(deliveries)

    async def _what_is_new(self, batch: Sequence[Arrival]) -> Outcome:
        async with self._database.begin() as transaction:
            outcome = await self._prepare(transaction, batch)
            await self.run(outcome.deliveries, transaction)
        self._optimistic = not outcome.aside and not outcome.repeated
        return outcome

    def _all_read(self, batch: Sequence[Arrival]) -> list[Delivery] | None:
        """None if a message stands twice in it, or cannot be read."""
        messages = {arrival.message.id for arrival in batch if arrival.message}
        if len(messages) < len(batch):
            return None
        try:
            return [
                self.read(arrival, self._waiting_for(arrival.message.topic, arrival.message.type))
                for arrival in batch
                if arrival.message
            ]
        except DecodeError:
            return None

    async def run(self, deliveries: Sequence[Delivery], transaction: Transaction) -> None:
        """Hand the deliveries to their handlers, in order for each key.

        An ordinary handler sees what was written before it, and runs only if the claims hold.
        """
        for number, wave in enumerate(waves(deliveries)):
            if number:
                await transaction.flush()
            for subscription, items in wave.work.values():
                if not subscription.bulk:
                    await transaction.flush()
                with self.metrics.handler[subscription.name].time():
                    await subscription.run(items, transaction)

    def read(self, arrival: Arrival, mine: Sequence[Subscription]) -> Delivery:
        """What each of ``mine`` will be given; raises ``DecodeError``."""
        if arrival.message is None:
            raise arrival.problem or DecodeError(ParkingCause.MALFORMED)
        message = arrival.message
        if self._tenants is not None and message.tenant not in self._tenants:
            raise DecodeError(ParkingCause.UNSERVED_TENANT)
        return Delivery(message, [(s, s.read(message)) for s in mine])

    def named(self, names: Collection[str]) -> tuple[Subscription, ...]:
        """The subscriptions of these names that still exist."""
        return tuple(s for s in self._handlers.subscriptions if s.name in names)

    async def now_readable(
        self, arrival: Arrival, transaction: Transaction
    ) -> Sequence[Subscription]:
        """Claim a message that was undecodable when parked; returns its subscriptions."""
        await self._claim(transaction, [arrival])
        message = arrival.message
        return self._waiting_for(message.topic, message.type) if message else ()

    async def new_types(self, batch: Sequence[Arrival]) -> Counter[str]:
        """What of the batch some handler has not had yet, by type; changes nothing."""
        async with self._database.engine.writing() as session:
            transaction = Transaction(
                self._database.engine, session, self.service, self._database.clock.now()
            )
            owed = await self._claim(transaction, batch)
            await session.rollback()
        found = {a.message.id: a.message.type for a in batch if a.message}
        return Counter(kind for message, kind in found.items() if owed.get(message))

    async def set_aside(self, arrival: Arrival, error: Exception, attempts: int) -> None:
        """Park one message that was tried ``attempts`` times."""
        aside: list[ParkedEntry] = []
        async with self._database.begin() as transaction:
            owed = await self._claim(transaction, [arrival])
            mine = owed.get(arrival.message.id, ()) if arrival.message else ()
            wanted = arrival.message is None or bool(mine)
            if wanted and not await self._decided(transaction, arrival, mine):
                names = tuple(s.name for s in mine)
                why, detail = cause_of(error)
                one = ParkedEntry(arrival, names, FAILED, why, detail, stack_of(error), attempts)
                await park(transaction, [one])
                aside = [one]
        self.metrics.parked(aside)

    async def _prepare(self, transaction: Transaction, batch: Sequence[Arrival]) -> Outcome:
        """Claim what is new, park what is blocked or unreadable, and return what is to be done."""
        owed = await self._claim(transaction, batch)
        blocked = await blocked_keys(
            transaction.session, [each for each in batch if _is_open(each, owed)]
        )
        outcome = Outcome()
        for arrival in batch:
            key = (arrival.partition.topic, order_key(arrival))
            mine = owed.pop(arrival.message.id, ()) if arrival.message else ()
            if arrival.message is not None and not mine:
                outcome.repeated += 1
                continue
            names = tuple(s.name for s in mine)
            if key in blocked and not _passes(arrival):
                aside = ParkedEntry(arrival, names, WAITING, ParkingCause.WAITING)
            else:
                try:
                    outcome.deliveries.append(self.read(arrival, mine))
                    continue
                except DecodeError as reason:
                    aside = ParkedEntry(arrival, names, FAILED, reason.cause, reason.detail)
            if await self._decided(transaction, arrival, mine):
                outcome.repeated += 1
                continue
            blocked.add(key)
            outcome.aside.append(aside)
        await park(transaction, outcome.aside)
        return outcome

    async def _decided(
        self, transaction: Transaction, arrival: Arrival, mine: Sequence[Subscription]
    ) -> bool:
        """Whether an operator gave it up before; what a claim guards is here for the first time."""
        return not any(s.once for s in mine) and await given_up(transaction, arrival)

    def _concerns(self, arrival: Arrival) -> bool:
        """Somebody waits for it and may learn it, or nobody can read it."""
        message = arrival.message
        if message is None:
            return True
        waited_for = bool(self._waiting_for(message.topic, message.type))
        return waited_for and not self.is_about_erased(message)

    async def _claim(self, transaction: Transaction, batch: Sequence[Arrival]) -> Owed:
        wanted: Owed = {}
        for arrival in batch:
            if arrival.message is not None:
                message = arrival.message
                wanted[message.id] = self._waiting_for(message.topic, message.type)
        claims = [(s.name, i) for i, subs in wanted.items() for s in subs if s.once]
        new = await inbox.claim(transaction.session, claims, transaction.now)
        return {
            i: tuple(s for s in subs if not s.once or (s.name, i) in new)
            for i, subs in wanted.items()
        }


def _passes(arrival: Arrival) -> bool:
    """An erasure waits for nothing: it ends what is parked of that person."""
    return arrival.message is not None and asks_for_privacy(arrival.message.type)


def _is_open(arrival: Arrival, owed: Owed) -> bool:
    """Whether something is still to become of it."""
    return arrival.message is None or bool(owed[arrival.message.id])
