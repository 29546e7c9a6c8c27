"""What is said about the directory."""

from shared.contracts.cards import Card, Urgency
from shared.contracts.phrases import counted

BARRIERS = "/directory/barrieren"
SCHOOLS = "/directory/organisationen?kind=school"


def barriers(count: int) -> list[Card]:
    """Reports that wait for an answer."""
    if not count:
        return []
    return [
        Card(
            code="barriers",
            title="Gemeldete Barrieren",
            number=count,
            sentence=f"{counted(count, 'Meldung wartet', 'Meldungen warten')} auf eine Antwort.",
            urgency=Urgency.SOON,
            link=BARRIERS,
            order=4,
        )
    ]


def schools_without_head(count: int) -> list[Card]:
    """Nobody is written to there when somebody starts."""
    if not count:
        return []
    return [
        Card(
            code="schools_without_head",
            title="Schulen ohne Leitung",
            number=count,
            sentence=f"{counted(count, 'Schule hat', 'Schulen haben')} im Verzeichnis keine"
            " Leitung; ihre Aufgaben erreichen niemanden.",
            urgency=Urgency.SOON,
            link=SCHOOLS,
            order=7,
        )
    ]
