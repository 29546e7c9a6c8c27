"""What happened, in German, with the words of the contracts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from pydantic import ValidationError

from services.dashboard.events.schemas import Occurrence
from shared.contracts.phrases import Lane, lanes, phrases
from shared.messaging.event import Event

LANES = lanes()
PHRASES = {name: phrase for name, phrase in phrases().items() if issubclass(phrase.of, Event)}


@dataclass(frozen=True)
class Vocabulary:
    """What the copies know: the titles of tasks by tenant and code."""

    titles: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Description:
    """One event in words."""

    what: str
    many: str
    detail: str = ""
    part: str = ""
    failed: bool = False

    @property
    def words(self) -> str:
        """All of it in one line."""
        return f"{self.what}: {self.detail}" if self.detail else self.what


@dataclass(frozen=True)
class DescribedEvent:
    """An event, what it means, and whose it is."""

    event: Occurrence
    telling: Description

    @property
    def position(self) -> int:
        """Its place in the order of all events."""
        return self.event.position

    @property
    def lane(self) -> Lane:
        """The service that announced it."""
        return lane_of(self.event.source)


def told(occurrence: Occurrence, vocabulary: Vocabulary) -> DescribedEvent:
    """The event together with its words."""
    return DescribedEvent(occurrence, tell(occurrence, vocabulary))


def tell(occurrence: Occurrence, vocabulary: Vocabulary) -> Description:
    """Put one event into words; an unknown or odd one is called by its type."""
    phrase = PHRASES.get(occurrence.type)
    if phrase is None:
        return Description(occurrence.type, occurrence.type)
    try:
        event = phrase.of.model_validate(occurrence.data)
    except ValidationError:
        return Description(phrase.one, phrase.many, failed=phrase.failed)

    def title(code: str) -> str:
        return vocabulary.titles.get((occurrence.tenant, code), code)

    detail = phrase.detail(event, title) if phrase.detail else ""
    part = phrase.part(event) if phrase.part else detail
    one, many = (phrase.naming and phrase.naming(event)) or (phrase.one, phrase.many)
    return Description(one, many, detail, part, phrase.failed)


def lane_of(service: str) -> Lane:
    """How a service is shown; one we do not know bears its own name."""
    return LANES.get(service, Lane(service, "slate", place=len(LANES) + 1))


def organizations_in(data: object) -> list[UUID]:
    """The ids of organizations that a body names, each once, in order."""
    found: dict[UUID, None] = {}
    waiting = [data]
    while waiting:
        part = waiting.pop(0)
        if isinstance(part, dict):
            named = [part.get(f"{what}_id") for what in ("carrier", "school", "organization")]
            found.update((UUID(value), None) for value in named if _is_id(value))
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
    return list(found)


def _is_id(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(UUID(value))
    except ValueError:
        return False
