"""What is said about surveys."""

from collections.abc import Sequence
from uuid import UUID

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


def feedback(fresh: Sequence[UUID], link: str) -> list[Card]:
    """One card while results are new; it leads to them where there is one."""
    return told_of(
        len(fresh),
        code="feedback",
        title="Neue Rückmeldungen",
        sentence=f"Zu {counted(len(fresh), 'Veranstaltung', 'Veranstaltungen')} sind die"
        " Ergebnisse da.",
        link=f"{link}/{fresh[0]}" if len(fresh) == 1 else link,
        order=7,
    )
