"""Counts what became of messages, once it is committed."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from shared.messaging.inbox.batch import Delivery
from shared.messaging.parking.parking import FAILED, WAITING, ParkedEntry
from shared.messaging.router import EventRouter
from shared.telemetry import metrics


@dataclass(slots=True)
class Outcome:
    """What is to become of the messages of one batch."""

    deliveries: list[Delivery] = field(default_factory=list)
    aside: list[ParkedEntry] = field(default_factory=list)
    ignored: int = 0
    repeated: int = 0


class ConsumerMetrics:
    """One consumer's meters, looked up once and not per batch."""

    def __init__(self, service: str, handlers: EventRouter) -> None:
        self._service = service
        self._ignored = metrics.IGNORED.labels(service)
        self._repeated = metrics.REPEATED.labels(service)
        self._batch = metrics.BATCH_SECONDS.labels(service)
        self._effect = metrics.EFFECT_SECONDS.labels(service)
        self._failed = {
            passes: metrics.FAILED.labels(service, str(passes).lower()) for passes in (True, False)
        }
        self._parked = {state: metrics.PARKED.labels(service, state) for state in (FAILED, WAITING)}
        self._handled = {
            name: metrics.HANDLED.labels(service, name)
            for each in handlers.subscriptions
            for name in each.types
        }
        self.handler = {
            s.name: metrics.HANDLER_SECONDS.labels(service, s.name) for s in handlers.subscriptions
        }

    def committed(self, outcome: Outcome, seconds: float, now: datetime) -> None:
        """A batch took ``seconds``."""
        self._batch.observe(seconds)
        self._ignored.inc(outcome.ignored)
        self._repeated.inc(outcome.repeated)
        self.handled(outcome.deliveries, now)
        self.parked(outcome.aside)

    def handled(self, deliveries: Sequence[Delivery], now: datetime) -> None:
        """Their effects are committed."""
        for kind, count in Counter(delivery.message.type for delivery in deliveries).items():
            meter = self._handled.get(kind) or metrics.HANDLED.labels(self._service, kind)
            self._handled[kind] = meter
            meter.inc(count)
        for delivery in deliveries:
            self._effect.observe(max(0.0, (now - delivery.message.time).total_seconds()))

    def parked(self, aside: Collection[ParkedEntry]) -> None:
        """They are set aside."""
        for one in aside:
            self._parked[one.state].inc()

    def rolled_back(self, *, transient: bool) -> None:
        """A transaction of handlers failed."""
        self._failed[transient].inc()
