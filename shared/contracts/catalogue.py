"""Every body the contracts declare, by type, and the topics that carry them."""

from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules

from shared import contracts
from shared.messaging.event import Body, Event, Record
from shared.privacy.declared import Deletion

PARTITIONS = 6
EVENTS_KEPT = Deletion.WITH_TOPIC.period.lasts
"""How long at most facts stay on the bus: ids and codes only, which are about somebody."""
SEGMENT = timedelta(days=7)
"""A broker deletes by segments: a fact may stay so much longer than ``retention.ms`` says."""
EVENTS_READABLE = EVENTS_KEPT - SEGMENT
"""For so long a fact is there for certain."""
COMPACTED = timedelta(days=7)
"""How long at most an earlier state stays on the bus."""


@dataclass(frozen=True)
class Topic:
    """A topic and the settings it must have."""

    name: str
    erasure_visible: timedelta | None
    """How long tombstones are kept; None where facts are kept instead of states."""

    @property
    def compacted(self) -> bool:
        return self.erasure_visible is not None

    def settings(self) -> dict[str, str]:
        """As Kafka names them; times in milliseconds, sizes in bytes."""
        if self.erasure_visible is not None:
            return {
                "cleanup.policy": "compact",
                "delete.retention.ms": _milliseconds(self.erasure_visible),
                "max.compaction.lag.ms": _milliseconds(min(COMPACTED, self.erasure_visible)),
                "max.message.bytes": "1048588",
            }
        return {
            "cleanup.policy": "delete",
            "retention.ms": _milliseconds(EVENTS_READABLE),
            "segment.ms": _milliseconds(SEGMENT),
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
    found = {
        kind.topic: kind.erasure_visible if issubclass(kind, Record) else None
        for kind in bodies().values()
    }
    return [Topic(name, visible) for name, visible in sorted(found.items())]


def event_topics() -> set[str]:
    """The topics that carry facts."""
    return {topic.name for topic in topics() if not topic.compacted}


def _milliseconds(span: timedelta) -> str:
    return str(int(span.total_seconds() * 1000))
