"""The sample's focus topics with their measures, and what schools say of the standards."""

from collections.abc import Sequence
from dataclasses import dataclass

LEVELS = (
    "level_2",
    "level_3",
    "level_1",
    "level_2",
    "level_3",
    "level_2",
    "level_0",
    "level_3",
    "not_applicable",
)
EVIDENCE = (
    "Steht so in der Kooperationsvereinbarung vom Sommer.",
    "Im September in der Lehrerkonferenz besprochen, Protokoll liegt vor.",
    "",
    "Im Jahresgespräch mit dem Träger festgehalten.",
    "Darüber sprechen wir zweimal im Halbjahr, mit Notiz.",
    "",
    "Haben wir uns für dieses Schuljahr vorgenommen.",
)


@dataclass(frozen=True)
class Topic:
    """``measures`` are titles, days until they are due, and whether they were done."""

    years_ago: int
    title: str
    why: str
    sources: str
    gatherings: str = ""
    documents: str = ""
    measures: Sequence[tuple[str, int, bool]] = ()
    outcome: str = ""


TOPICS = (
    Topic(
        0,
        "Schulabsentismus früh erkennen",
        "Siebzehn von vierundzwanzig Fachkräften nennen Fehlzeiten als größtes Thema.\n\n"
        "Am Ende des Schuljahrs gibt es einen Ablauf, den alle Schulen kennen.",
        "Thema „Schulabsentismus“ /trainings/themen\nKurzbefragungen /surveys/",
        gatherings="Fortbildungen und Treffen im Schuljahr /trainings/angebote",
        documents="Projekt „Gemeinsam gegen Schulabsentismus“ /trainings/projekte",
        measures=(
            ("Fehlzeiten-Abläufe aller Schulen sammeln", 40, True),
            ("Ablauf mit dem Jugendamt abstimmen", 60, False),
            ("Elternbrief in fünf Sprachen entwerfen", 140, False),
        ),
    ),
    Topic(
        0,
        "Übergang von der Grundschule in Klasse 5",
        "Zu viele Kinder kommen an, ohne dass jemand weiß, wer sie bisher begleitet hat.",
        "Protokolle des Arbeitskreises /trainings/angebote",
        measures=(("Übergabegespräche im Mai verabreden", 160, False),),
    ),
    Topic(
        0,
        "Räume für vertrauliche Gespräche",
        "Jede zweite Schule hat dafür keinen Raum. Das Rahmenkonzept fordert ihn.",
        "Rahmenkonzept /surveys/rahmenkonzept",
        measures=(("Begehung mit dem Schulträger", 90, False),),
    ),
    Topic(
        1,
        "Kinderschutz: Wege kennen",
        "Nach § 8a wussten viele nicht, wer wann zu rufen ist.",
        "Bedarf aus der Umfrage /surveys/",
        measures=(
            ("Nummer für Freitagnachmittag bekannt machen", 60, True),
            ("Fortbildung zu § 8a für alle neuen Fachkräfte", 120, True),
        ),
        outcome="Alle elf Schulen haben das Verfahren an derselben Stelle aushängen.\n\n"
        "Die Fortbildung ist jetzt Teil der Einarbeitung.",
    ),
    Topic(
        1,
        "Pausenhöfe, die Kinder planen",
        "Streit in den Pausen war an vier Schulen der häufigste Anlass für Gespräche.",
        "Gespräche mit Schülervertretungen /trainings/projekte",
        measures=(
            ("Höfe mit Kindern begehen", 90, True),
            ("Umbau beim Bauhof anmelden", 150, True),
        ),
        outcome="Vier Höfe sind umgebaut. An zwei Schulen fehlt noch das Geld; das Thema bleibt im"
        " Arbeitskreis.",
    ),
)
