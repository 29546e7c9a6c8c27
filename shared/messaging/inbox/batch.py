"""Sorts a batch into waves, so that handlers get many events at once and no key loses its order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from shared.messaging.message import Arrival, Message
from shared.messaging.router import Subscription


@dataclass(slots=True)
class Delivery:
    """A decoded message, and what each handler that waits for it will be given."""

    message: Message
    work: list[tuple[Subscription, Any]]

    @property
    def claims(self) -> list[tuple[str, UUID]]:
        """What the inbox remembers of it."""
        return [(each.name, self.message.id) for each, _ in self.work if each.once]

    @property
    def group(self) -> tuple[str, ...]:
        """Pieces of one group are handled by the same functions."""
        return tuple(subscription.name for subscription, _ in self.work)


@dataclass(slots=True)
class Wave:
    """Handlers and their events; the order among handlers does not matter inside a wave."""

    work: dict[str, tuple[Subscription, list[Any]]] = field(default_factory=dict)

    def add(self, delivery: Delivery) -> None:
        for subscription, item in delivery.work:
            self.work.setdefault(subscription.name, (subscription, []))[1].append(item)


def waves(deliveries: Iterable[Delivery]) -> Sequence[Wave]:
    """As few waves as keep, for each key, different kinds of messages in order."""
    result: list[Wave] = []
    place: dict[tuple[str, str], tuple[int, tuple[str, ...]]] = {}
    for delivery in deliveries:
        key = (delivery.message.topic, delivery.message.key)
        group = delivery.group
        number, before = place.get(key, (0, group))
        if before != group:
            number += 1
        place[key] = (number, group)
        while len(result) <= number:
            result.append(Wave())
        result[number].add(delivery)
    return result


def order_key(arrival: Arrival) -> str:
    """What keeps an arrival in order: its key, or its own place if it bears none."""
    if arrival.key:
        return arrival.key.decode("utf-8", "backslashreplace").replace("\0", "\\0")
    return f"@{arrival.partition.index}/{arrival.offset}"
