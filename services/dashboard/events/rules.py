"""What happened, in German: a short phrase for each type of event, and its detail."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from services.dashboard.events.schemas import Occurrence
from shared.contracts.directory import (
    HireCancelled,
    PlacementsChanged,
    Role,
    WorkerDeparted,
    WorkerHired,
)
from shared.contracts.notifications import LetterFailed, LetterKind, LetterQueued, LetterSent
from shared.contracts.surveys import InvitationIssued, Occasion, PulseCancelled, PulsePlanned
from shared.contracts.trainings import (
    ClosingReason,
    OnboardingClosed,
    OnboardingReady,
    OnboardingStarted,
    TaskCompleted,
)
from shared.messaging.catalogue import bodies
from shared.messaging.event import Event
from shared.web.german import number, short_date


@dataclass(frozen=True)
class Lane:
    """A service as people see it."""

    title: str
    tone: str


LANES = {
    "directory": Lane("Verzeichnis", "blue"),
    "trainings": Lane("Einarbeitung", "green"),
    "surveys": Lane("Befragungen", "plum"),
    "notifications": Lane("Nachrichten", "amber"),
}

ROLES = {
    Role.CARRIER: "Anstellungsträger",
    Role.HEAD: "Schulleitung",
    Role.SCHOOL_AUTHORITY: "Schulträger",
    Role.IT: "IT",
    Role.COORDINATOR: "Koordinierungsstelle",
    Role.YOUTH_OFFICE: "Jugendamt",
    Role.WORKER: "Fachkraft",
    Role.BUDDY: "Patin/Pate",
}

_KINDS = bodies()

_LETTERS = {
    LetterKind.WELCOME: "Begrüßung",
    LetterKind.TASKS: "Aufgaben",
    LetterKind.SURVEY_INVITATION: "Einladung zur Befragung",
}

_OCCASIONS = {Occasion.DAY_30: "nach 30 Tagen", Occasion.DAY_100: "nach 100 Tagen"}


@dataclass(frozen=True)
class Vocabulary:
    """What the copies know: the titles of tasks by tenant and code."""

    titles: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Phrase:
    """How one event is called, how several are, and what else is to be said of one.

    ``part`` says it more briefly, for one among several. ``naming`` calls some of them otherwise,
    one and several.
    """

    one: str
    many: str
    detail: Callable[[Any, Callable[[str], str]], str]
    part: Callable[[Any], str] | None = None
    failed: bool = False
    naming: Callable[[Any], tuple[str, str] | None] | None = None


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
    kind, phrase = _KINDS.get(occurrence.type), PHRASES.get(occurrence.type)
    if kind is None or phrase is None:
        return Description(occurrence.type, occurrence.type)
    try:
        event = kind.model_validate(occurrence.data)
    except ValidationError:
        return Description(phrase.one, phrase.many, failed=phrase.failed)

    def title(code: str) -> str:
        return vocabulary.titles.get((occurrence.tenant, code), code)

    detail = phrase.detail(event, title)
    part = phrase.part(event) if phrase.part else detail
    one, many = (phrase.naming and phrase.naming(event)) or (phrase.one, phrase.many)
    return Description(one, many, detail, part, phrase.failed)


def lane_of(service: str) -> Lane:
    """How a service is shown; one we do not know bears its own name."""
    return LANES.get(service, Lane(service, "slate"))


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


def counted(count: int, one: str, many: str) -> str:
    """1 Einsatz, 2 Einsätze, keine Einsätze"""
    return f"keine {many}" if count == 0 else f"{number(count)} {one if count == 1 else many}"


def _hired(event: WorkerHired, _: object) -> str:
    placements = counted(len(event.placements), "Einsatz", "Einsätze")
    return f"Beginn {short_date(event.start_date)}, {placements}"


def _changed(event: PlacementsChanged, _: object) -> str:
    placements = counted(len(event.placements), "Einsatz", "Einsätze")
    return f"ab {short_date(event.valid_from)} {placements}"


def _completed(event: TaskCompleted, title: Callable[[str], str]) -> str:
    return title(event.code)


def _closed(event: OnboardingClosed, _: object) -> str:
    if event.reason is ClosingReason.COMPLETED:
        return "alle Aufgaben sind erledigt"
    ends = {
        ClosingReason.DEPARTED: "weil die Beschäftigung endet",
        ClosingReason.CANCELLED: "weil die Einstellung zurückgezogen wurde",
    }
    return f"{ends[event.reason]}, {counted(event.open_tasks, 'Aufgabe', 'Aufgaben')} offen"


def _completion(event: OnboardingClosed) -> tuple[str, str] | None:
    if event.reason is ClosingReason.COMPLETED:
        return "Einarbeitung abgeschlossen", "Einarbeitungen abgeschlossen"
    return None


def _queued(event: LetterQueued, _: object) -> str:
    tasks = f" ({event.tasks})" if event.tasks else ""
    return f"{_LETTERS[event.kind]} für {ROLES[event.role]}{tasks}"


def _sent(event: LetterSent, _: object) -> str:
    again = f", im {event.attempts}. Versuch" if event.attempts > 1 else ""
    return f"{_LETTERS[event.kind]} an {ROLES[event.role]}{again}"


def _undelivered(event: LetterFailed, _: object) -> str:
    attempts = counted(event.attempts, "Versuch", "Versuchen")
    return f"{_LETTERS[event.kind]} an {ROLES[event.role]}, nach {attempts}"


def _planned(event: PulsePlanned, _: object) -> str:
    return " und ".join(f"am {short_date(each.day)}" for each in event.days) or "keine"


def _invited(event: InvitationIssued, _: object) -> str:
    return f"{_OCCASIONS[event.occasion]}, offen bis {short_date(event.closes_on)}"


def _role(event: LetterQueued | LetterSent | LetterFailed) -> str:
    return ROLES[event.role]


def _says(text: str) -> Callable[[Event, object], str]:
    return lambda event, title: text


PHRASES: dict[str, Phrase] = {
    WorkerHired.type_name: Phrase("Einstellung gemeldet", "Einstellungen gemeldet", _hired),
    PlacementsChanged.type_name: Phrase("Einsätze geändert", "Änderungen an Einsätzen", _changed),
    WorkerDeparted.type_name: Phrase(
        "Austritt gemeldet",
        "Austritte gemeldet",
        lambda event, _: f"letzter Tag {short_date(event.last_day)}",
    ),
    HireCancelled.type_name: Phrase(
        "Einstellung zurückgezogen",
        "Einstellungen zurückgezogen",
        _says("sie findet nicht statt"),
    ),
    OnboardingStarted.type_name: Phrase(
        "Einarbeitung begonnen",
        "Einarbeitungen begonnen",
        lambda event, _: counted(len(event.tasks), "Aufgabe", "Aufgaben"),
    ),
    TaskCompleted.type_name: Phrase("Aufgabe erledigt", "Aufgaben erledigt", _completed),
    OnboardingReady.type_name: Phrase(
        "Fachkraft arbeitsfähig",
        "Fachkräfte arbeitsfähig",
        _says("alle Pflichtaufgaben sind erledigt"),
    ),
    OnboardingClosed.type_name: Phrase(
        "Einarbeitung beendet", "Einarbeitungen beendet", _closed, naming=_completion
    ),
    LetterQueued.type_name: Phrase(
        "Nachricht vorbereitet", "Nachrichten vorbereitet", _queued, _role
    ),
    LetterSent.type_name: Phrase("Nachricht versendet", "Nachrichten versendet", _sent, _role),
    LetterFailed.type_name: Phrase(
        "Nachricht nicht zustellbar", "Nachrichten nicht zustellbar", _undelivered, _role, True
    ),
    PulsePlanned.type_name: Phrase(
        "Kurzbefragungen eingeplant", "Pläne für Kurzbefragungen", _planned
    ),
    PulseCancelled.type_name: Phrase(
        "Kurzbefragungen abgesagt", "Absagen von Kurzbefragungen", _says("sie finden nicht statt")
    ),
    InvitationIssued.type_name: Phrase(
        "Zur Befragung eingeladen", "Einladungen zur Befragung", _invited
    ),
}
