"""What is said about surveys."""

from services.surveys.invitations.values import Running
from shared.contracts.cards import Card
from shared.contracts.phrases import counted
from shared.german import long_date


def surveys(running: Running, link: str) -> list[Card]:
    """One card while anybody may still answer."""
    if not running.surveys:
        return []
    return [
        Card(
            code="surveys",
            title="Offene Befragungen",
            number=running.surveys,
            sentence=f"{counted(running.invitations, 'Einladung gilt', 'Einladungen gelten')} noch,"
            f" die letzte bis {long_date(running.last_day)}.",
            link=link,
            order=6,
        )
    ]


def feedback(fresh: int, link: str) -> list[Card]:
    """One card while results are new."""
    if not fresh:
        return []
    return [
        Card(
            code="feedback",
            title="Neue Rückmeldungen",
            number=fresh,
            sentence=f"Zu {counted(fresh, 'Veranstaltung', 'Veranstaltungen')} sind die"
            " Ergebnisse da.",
            link=link,
            order=7,
        )
    ]
