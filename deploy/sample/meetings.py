"""What the sample's working group talked about in a year, and the training it had."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from shared.contracts.gatherings import GatheringKind

ROOM = "Rathaus Bergkamen, Sitzungszimmer 1"
GROUP = "Unser Treffen im Quartal. Die Tagesordnung folgt eine Woche vorher."


@dataclass(frozen=True)
class Meeting:
    """``actions`` are titles, weeks until they are due, and whether they were done."""

    days_ago: int
    topics: Sequence[str] = ()
    text: str = ""
    decisions: Sequence[str] = ()
    actions: Sequence[tuple[str, int, bool]] = ()
    correction: tuple[str, str] | None = None
    kept: bool = False
    kind: GatheringKind = GatheringKind.WORKING_GROUP
    title: str = "Arbeitskreis Schulsozialarbeit"
    content: str = GROUP
    capacity: int | None = None
    ends: time = time(12)
    place: str = ROOM


MEETINGS = (
    Meeting(
        325,
        topics=("Schuljahr im Rückblick", "Schlüssel und Räume an den Schulen"),
        text="Begrüßung, das Protokoll des letzten Treffens ist angenommen.\n\nRückblick: Die"
        " Einarbeitung neuer Fachkräfte läuft besser, seit es Aufgaben mit Fristen gibt.\n\n"
        "Räume: An zwei Schulen fehlt noch ein Raum für Gespräche.",
        decisions=("Jede Schule nennt bis zu den Osterferien einen Raum für Gespräche.",),
        actions=(("Räume an den Schulen abfragen", 6, True),),
    ),
    Meeting(
        234,
        topics=("Kinderschutz: wer wird wann hinzugezogen", "Übergang von der Kita"),
        text="Kinderschutz: Die Wege zum Jugendamt sind bekannt, die Erreichbarkeit am Freitag"
        " nicht.\n\nÜbergang: Drei Grundschulen besuchen im Juni ihre Kitas.",
        decisions=(
            "Das Jugendamt nennt eine Nummer für Freitagnachmittag.",
            "Die Besuche in den Kitas finden jedes Jahr im Juni statt.",
        ),
        actions=(
            ("Nummer für Freitagnachmittag bekannt machen", 4, True),
            ("Fortbildung zu § 8a vorbereiten", 10, True),
        ),
        correction=("Vier Grundschulen besuchen ihre Kitas, nicht drei.", "eine war vergessen"),
    ),
    Meeting(
        143,
        topics=("Medien in der Grundschule", "Sozialraum Mitte"),
        text="Medien: Eltern fragen nach Regeln für Geräte ab Klasse 3.\n\nSozialraum Mitte: Der"
        " Jugendtreff öffnet dienstags eine Stunde früher.",
        decisions=("Ein Elternabend zu Medien wird für alle Grundschulen angeboten.",),
        actions=(
            ("Referentin für den Elternabend anfragen", 8, True),
            ("Plakat für den Jugendtreff entwerfen", 12, False),
        ),
        kept=True,
    ),
    Meeting(
        52,
        topics=("Planung des Fachtags", "Zahlen des Schuljahres"),
        text="Fachtag: Vorträge am Vormittag, Workshops am Nachmittag; die Stadthalle ist"
        " reserviert.\n\nZahlen: Mehr Beratungen, vor allem zu Schulangst.",
        decisions=("Der Fachtag steht unter dem Titel „Schule gemeinsam gestalten“.",),
        actions=(
            ("Workshops für den Fachtag sammeln", 10, False),
            ("Einladung an die Schulleitungen schreiben", 12, False),
            ("Stadthalle bestätigen", 3, True),
        ),
    ),
)
TRAINING = Meeting(
    110,
    kind=GatheringKind.TRAINING,
    title="Kinderschutz: Grundlagen nach § 8a",
    content="Gewichtige Anhaltspunkte erkennen\nGespräche mit Eltern führen\nVerfahren kennen",
    capacity=4,
    ends=time(16, 30),
)
"""With more people than seats."""
NEXT = Meeting(-21, topics=("Workshops für den Fachtag",))
"""It is still to come."""
