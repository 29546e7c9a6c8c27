"""What is said about the directory."""

from datetime import timedelta

from shared.contracts.cards import Card, Urgency
from shared.contracts.phrases import counted

BARRIERS = "/directory/barrieren"
ACCOUNTS = "/directory/konten"
SCHOOLS = "/directory/organisationen?kind=school"

RECENT = timedelta(hours=24)
"""For which wrong codes are counted."""
MANY = 20
"""Wrong ones in that time, after which somebody should look: more than a few slips."""


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


def refused(codes: int, second_steps: int) -> list[Card]:
    """Slips, or somebody who guesses."""
    count = codes + second_steps
    if not count:
        return []
    wrong = [
        counted(codes, "falscher Code aus einer Mail", "falsche Codes aus Mails") if codes else "",
        counted(second_steps, "falscher zweiter Schritt", "falsche zweite Schritte")
        if second_steps
        else "",
    ]
    return [
        Card(
            code="sign_ins_refused",
            title="Fehlversuche beim Anmelden",
            number=count,
            sentence=f"In den letzten 24 Stunden: {', '.join(filter(None, wrong))}.",
            urgency=Urgency.SOON if count >= MANY else Urgency.CALM,
            link=ACCOUNTS,
            order=9,
        )
    ]
