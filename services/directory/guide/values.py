"""What the guide tells, beside its pages."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from shared.web.assets import STATIC

EXAMPLES = STATIC / "examples"


class Example(NamedTuple):
    """A file that runs as it stands; a test runs it."""

    language: str
    file: str
    needs: str
    run: str

    @property
    def path(self) -> Path:
        return EXAMPLES / self.file


EXAMPLE_FILES = (
    Example("curl", "ten-minutes.sh", "bash und curl", "bash ten-minutes.sh"),
    Example("Python", "ten_minutes.py", "Python 3.9, sonst nichts", "python ten_minutes.py"),
    Example("Java", "TenMinutes.java", "Java 17, sonst nichts", "java TenMinutes.java"),
)


class Change(NamedTuple):
    """What changed for those who call the API; ``breaking`` where a program may have to follow."""

    day: date
    text: str
    breaking: bool = False


CHANGES: Sequence[Change] = (
    Change(
        date(2026, 11, 27),
        "Neu: auch was Fortbildungen, Nachrichten und Befragungen für Programme haben, steht unter"
        " /directory/entwickler/schnittstelle zum Lesen und Ausprobieren.",
    ),
    Change(
        date(2026, 11, 27),
        "Neu: Webhooks, unterschrieben nach Standard Webhooks 1.0, unter"
        " /notifications/api/v1/webhooks mit dem Recht webhooks, oder von Hand angelegt.",
    ),
    Change(
        date(2026, 11, 27),
        "Neu: /trainings/api/v1/gatherings: Veranstaltungen finden, eigene Fachkräfte anmelden und"
        " wieder abmelden.",
    ),
    Change(
        date(2026, 11, 26),
        "Neu: der Testzugang. Jeder Träger probiert die Schnittstelle in einer Testkommune aus;"
        " Mails gehen nur an die Person, die ihn angelegt hat.",
    ),
    Change(
        date(2026, 11, 26),
        "Neu: POST /leaves/bulk und /returns/bulk; GET /leaves/{leave_id} mit ETag, und If-Match"
        " bei POST /leaves und /returns. outcome kann on-leave und returned heißen.",
    ),
    Change(
        date(2026, 11, 26),
        "Neu: POST /leaves und /returns, GET /leaves: Beurlaubung und Rückkehr, ohne Grund. Eine"
        " Stelle sagt unter temporary, wie viel von ihr nur für diese Zeit unbesetzt ist.",
    ),
    Change(
        date(2026, 11, 26),
        "Neu, ohne Token: das öffentliche Verzeichnis einer Kommune unter"
        " /directory/api/v1/public/municipalities, mit ETag, von jeder Webseite aus zu lesen.",
    ),
    Change(
        date(2026, 11, 26),
        "Neu: POST /corrections und /withdrawals, auch als Datei: was von Anfang an falsch war, und"
        " was nie gegolten hat. Eine Zeile, die in einer Datei doppelt steht, ist unchanged.",
    ),
    Change(
        date(2026, 11, 26),
        "fixed_term_until liegt höchstens zehn Jahre voraus; wer unbefristet beschäftigt ist, hat"
        " keines. Solange zwanzig lange Dateien eines Trägers warten, heißt es 429.",
        breaking=True,
    ),
    Change(
        date(2026, 11, 26),
        "Neu: SCIM 2.0 unter /directory/scim/v2 für die Benutzerverwaltung eines Trägers.",
    ),
    Change(
        date(2026, 11, 26),
        "Dateien mit mehr als 500 Zeilen, auch solche mit Einstellungen, werden mit 202 und"
        " Location beantwortet; unter dieser Adresse stehen Stand und Ergebnis.",
        breaking=True,
    ),
    Change(
        date(2026, 11, 26),
        "Neu: GET /workers, /employments, /placements und /departures mit next, Filtern und ETag;"
        " If-Match bei Änderungen, Austritten und Rücknahmen.",
    ),
    Change(
        date(2026, 11, 26),
        "Neu: POST /cancellations; /changes/bulk, /departures/bulk und /cancellations/bulk.",
    ),
    Change(
        date(2026, 11, 25),
        "Unbekannte Parameter in der Adresse und ein Idempotency-Key, der nichts bewirkt, werden"
        " mit 422 abgelehnt statt übergangen.",
        breaking=True,
    ),
)
"""The latest first."""
