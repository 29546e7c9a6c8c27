"""What is said about surveys."""

from datetime import date

from services.surveys.invitations.values import Running
from shared.contracts.cards import Card, told_of
from shared.contracts.phrases import counted
from shared.german import long_date


def surveys(running: Running, link: str) -> list[Card]:
    """One card while anybody may still answer."""
    return told_of(
        running.surveys,
        code="surveys",
        title="Offene Befragungen",
        sentence=f"{counted(running.invitations, 'Einladung gilt', 'Einladungen gelten')} noch,"
        f" die letzte bis {long_date(running.last_day)}.",
        link=link,
        order=6,
    )


def feedback(fresh: int, link: str) -> list[Card]:
    """One card while results are new."""
    return told_of(
        fresh,
        code="feedback",
        title="Neue Rückmeldungen",
        sentence=f"Zu {counted(fresh, 'Veranstaltung', 'Veranstaltungen')} sind die Ergebnisse da.",
        link=link,
        order=7,
    )


def requests(number: int, link: str) -> list[Card]:
    """One card while somebody waits for a reply."""
    asked = counted(number, "Änderungswunsch wartet", "Änderungswünsche warten")
    return told_of(
        number,
        code="framework_requests",
        title="Rahmenkonzept: Kommentare",
        sentence=f"{asked} auf Ihre Antwort mit Begründung.",
        link=link,
        order=6,
    )


def vote(chapters: int, last: date, link: str) -> list[Card]:
    """One card as long as somebody may vote and has not."""
    missing = counted(chapters, "Kapitel fehlt", "Kapiteln fehlt")
    return told_of(
        chapters,
        code="framework_vote",
        title="Abstimmung über das Rahmenkonzept",
        sentence=f"Zu {missing} Ihre Stimme noch, Zeit ist bis {long_date(last)}.",
        link=link,
        order=2,
    )
