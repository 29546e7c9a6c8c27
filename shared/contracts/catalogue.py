"""Every body the contracts declare, by type, and the topics that carry them."""

from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules

from shared import contracts
from shared.messaging.event import Body, Event, Record

PARTITIONS = 6
EVENTS_KEPT = timedelta(days=3650)
"""How long facts stay on the bus: the history of the network, without anybody's personal data."""
ERASURE_VISIBLE = timedelta(days=90)
"""How long a consumer may be away and still learn that something was erased."""


@dataclass(frozen=True)
class Topic:
    """A topic and the settings it must have."""

    name: str
    compacted: bool

    def settings(self) -> dict[str, str]:
        """As Kafka names them; times in milliseconds, sizes in bytes."""
        if self.compacted:
            return {
                "cleanup.policy": "compact",
                "delete.retention.ms": _milliseconds(ERASURE_VISIBLE),
                "max.compaction.lag.ms": _milliseconds(timedelta(days=7)),
                "max.message.bytes": "1048588",
            }
        return {
            "cleanup.policy": "delete",
            "retention.ms": _milliseconds(EVENTS_KEPT),
            "retention.bytes": "-1",
            "max.message.bytes": "1048588",
        }


def bodies() -> dict[str, type[Body]]:
    """Every event and record by its type name."""
    for module in iter_modules(contracts.__path__, f"{contracts.__name__}."):
        if not module.ispkg:
            import_module(module.name)
    kinds: list[type[Body]] = [*Event.__subclasses__(), *Record.__subclasses__()]
    return {
        kind.type_name: kind
        for kind in kinds
        if kind.__module__.startswith(f"{contracts.__name__}.")
    }


def topics() -> list[Topic]:
    """Every topic the contracts name."""
    found = {kind.topic: issubclass(kind, Record) for kind in bodies().values()}
    return [Topic(name, compacted) for name, compacted in sorted(found.items())]


def event_topics() -> set[str]:
    """The topics that carry facts."""
    return {topic.name for topic in topics() if not topic.compacted}


def _milliseconds(span: timedelta) -> str:
    return str(int(span.total_seconds() * 1000))
