"""The words for what notifications announces."""

from shared.contracts.directory import Role
from shared.contracts.notifications import (
    AnnouncedTo,
    AnnouncementPublished,
    CalendarDeclined,
    EndpointFailing,
    EndpointStage,
    LetterFailed,
    LetterKind,
    LetterQueued,
    LetterSent,
)
from shared.contracts.phrases import Lane, Phrase, TitleOf, counted
from shared.contracts.privacy import NotificationsReceipt
from shared.contracts.services import TITLES
from shared.contracts.words import word, words

LANE = Lane(TITLES["notifications"], "amber", place=4)

words(
    LetterKind,
    welcome="Begrüßung",
    tasks="Aufgaben",
    survey_invitation="Einladung zur Befragung",
    cover="Abwesenheit und Vertretung",
)

words(
    EndpointStage,
    hour="seit einer Stunde",
    day="seit einem Tag",
    four_days="seit vier Tagen",
    switched_off="seit fünf Tagen, deshalb abgeschaltet",
    gone="will nichts mehr, deshalb abgeschaltet",
)
words(
    AnnouncedTo,
    workers="Alle Fachkräfte",
    heads="Alle Schulleitungen",
    carriers="Alle Anstellungsträger",
    contacts="Alle Ansprechpersonen",
    everybody="Alle: Fachkräfte, Schulleitungen, Anstellungsträger, Ansprechpersonen",
    group="Eine Gruppe",
)

Letter = LetterQueued | LetterSent | LetterFailed


def _queued(event: LetterQueued, _: TitleOf) -> str:
    tasks = f" ({event.tasks})" if event.tasks else ""
    return f"{word(LetterKind, event.kind)} für {_role(event)}{tasks}"


def _sent(event: LetterSent, _: TitleOf) -> str:
    again = f", im {event.attempts}. Versuch" if event.attempts > 1 else ""
    return f"{word(LetterKind, event.kind)} an {_role(event)}{again}"


def _failed(event: LetterFailed, _: TitleOf) -> str:
    attempts = counted(event.attempts, "Versuch", "Versuchen")
    return f"{word(LetterKind, event.kind)} an {_role(event)}, nach {attempts}"


def _stage(event: EndpointFailing, _: TitleOf) -> str:
    return word(EndpointStage, event.stage)


def _published(event: AnnouncementPublished, _: TitleOf) -> str:
    told = counted(event.recipients, "Person", "Personen")
    again = f", {event.edition}. Fassung" if event.edition > 1 else ""
    return f"{told}{' mit Bitte um Bestätigung' if event.to_confirm else ''}{again}"


def _role(event: Letter) -> str:
    return word(Role, event.role)


PHRASES = (
    Phrase(CalendarDeclined, "Kalender hat abgesagt", "Kalender haben abgesagt"),
    Phrase(LetterQueued, "Nachricht vorbereitet", "Nachrichten vorbereitet", _queued, _role),
    Phrase(LetterSent, "Nachricht versendet", "Nachrichten versendet", _sent, _role),
    Phrase(
        LetterFailed,
        "Nachricht nicht zustellbar",
        "Nachrichten nicht zustellbar",
        _failed,
        _role,
        failed=True,
    ),
    Phrase(
        EndpointFailing,
        "Webhook nimmt nichts an",
        "Webhooks nehmen nichts an",
        _stage,
        failed=True,
    ),
    Phrase(
        AnnouncementPublished,
        "Rundmitteilung veröffentlicht",
        "Rundmitteilungen veröffentlicht",
        _published,
    ),
    Phrase(NotificationsReceipt, "Quittung zum Datenschutz", "Quittungen zum Datenschutz"),
)
