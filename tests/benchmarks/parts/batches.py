"""One consumer without a broker: batches, single events, without inbox or outbox, and repeats."""

import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from statistics import median
from uuid import UUID

from deploy.services import load
from services.trainings.templates.rules import DEFAULT_TASKS
from services.trainings.templates.schemas import NewTemplate
from services.trainings.templates.use_cases import add, ensure_default
from shared.clock import SystemClock
from shared.contracts.directory import Role
from shared.ids import new_id
from shared.messaging.database import Database
from shared.messaging.event import Body, Cause
from shared.messaging.inbox.metrics import Outcome
from shared.messaging.inbox.processor import BatchProcessor
from shared.messaging.message import Arrival
from shared.messaging.router import EventRouter
from shared.messaging.transaction import Transaction
from shared.settings import Settings
from tests.benchmarks.deliveries import TENANT, Delivery, hires
from tests.benchmarks.figures import Figure, ratios
from tests.benchmarks.parts.part import Bench

BATCH = 100
TASKS = [rule for rule in DEFAULT_TASKS if rule.role is not Role.HEAD][:10]
"""What one hire starts here; a peer's figures are with ten rows for each event, too."""


class OneTransactionEach(BatchProcessor):
    """Claims first, as one does who begins a transaction, handles an event, and commits."""

    async def _if_new(self, batch: Sequence[Arrival]) -> Outcome | None:
        return None


class SilentTransaction(Transaction):
    """Announces nothing."""

    def announce(self, body: type[Body], key: str, data: bytes | None, cause: Cause) -> UUID:
        return new_id()


class SilentDatabase(Database):
    """Its transactions announce nothing."""

    @asynccontextmanager
    async def begin(self) -> AsyncGenerator[Transaction]:
        async with self.engine.writing() as session:
            now = self.clock.now()
            transaction = SilentTransaction(self.engine, session, self.service, now)
            yield transaction
            await transaction.finish()


@dataclass
class Trainings:
    """The real handlers of a service, called as its consumer calls them."""

    database: Database
    effects: BatchProcessor

    @classmethod
    def of(
        cls,
        settings: Settings,
        *,
        inbox: bool = True,
        database: type[Database] = Database,
        effects: type[BatchProcessor] = BatchProcessor,
    ) -> "Trainings":
        handlers = EventRouter()
        for subscription in load("trainings").handlers.subscriptions:
            once = subscription.once and inbox
            handlers.subscriptions.append(replace(subscription, once=once))
        opened = database(settings.database_url, "trainings", SystemClock())
        return cls(opened, effects(opened, handlers))

    async def prepare(self) -> None:
        async with self.database.transaction() as uow:
            await ensure_default(uow)
            await add(uow, NewTemplate(municipality=TENANT, tasks=tuple(TASKS)))

    async def seconds_per_event(self, new: Sequence[Delivery], size: int) -> float:
        """To decode and commit all of them, so many at once."""
        began = time.perf_counter()
        for start in range(0, len(new), size):
            await self.effects.commit([each.arrival() for each in new[start : start + size]])
        return (time.perf_counter() - began) / len(new)


@asynccontextmanager
async def opened(*trainings: Trainings) -> AsyncGenerator[None]:
    async with AsyncExitStack() as stack:
        for each in trainings:
            stack.push_async_callback(each.database.close)
            await each.prepare()
        yield


async def run(bench: Bench) -> list[Figure]:
    settings = (await bench.site.installation()).settings["trainings"]
    usual = Trainings.of(settings)
    without_inbox = Trainings.of(settings, inbox=False)
    without_outbox = Trainings.of(settings, database=SilentDatabase)
    one_by_one = Trainings.of(settings, effects=OneTransactionEach)
    many, few = int(bench.seconds * 500), int(bench.seconds * 50)
    times: dict[str, list[float]] = {
        name: [] for name in ("batch", "single", "alone", "no inbox", "no outbox", "repeated")
    }
    async with opened(usual, without_inbox, without_outbox, one_by_one):
        await usual.seconds_per_event(hires(BATCH), BATCH)
        for number in range(bench.slices):
            new = hires(many)
            times["batch"].append(await usual.seconds_per_event(new, BATCH))
            times["repeated"].append(await usual.seconds_per_event(new, BATCH))
            times["no inbox"].append(await without_inbox.seconds_per_event(hires(many), BATCH))
            times["no outbox"].append(await without_outbox.seconds_per_event(hires(many), BATCH))
            times["single"].append(await one_by_one.seconds_per_event(hires(few), 1))
            times["alone"].append(await usual.seconds_per_event(hires(few), 1))
            shown = ", ".join(f"{name} {1 / each[-1]:.0f}" for name, each in times.items())
            bench.say(f"slice {number + 1}: events/s {shown}")
    batch = times["batch"]
    faster = median(ratios(times["alone"], batch))
    bench.notes.append(f"batch of 100 / batches of one, each a single statement: {faster:.1f}")
    return [
        Figure("consumer, batch of 100 / one by one", 10, 15, ratios(times["single"], batch)),
        Figure("inbox on / off", 0.8, 0.9, ratios(times["no inbox"], batch)),
        Figure("outbox on / off", 0.8, 0.9, ratios(times["no outbox"], batch)),
        Figure("redelivery, all repeated / fresh", 5, 8, ratios(batch, times["repeated"])),
    ]
