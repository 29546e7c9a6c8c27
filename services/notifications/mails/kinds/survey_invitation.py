"""The invitation to a pulse survey, for the worker who is asked."""

from datetime import date
from uuid import UUID

from services.notifications.mails.rules import DAYS
from services.notifications.mails.values import MailContext, MailKind, MailText, TooLate
from shared.contracts.surveys import SURVEY_PAGE, Occasion


def question(occasion: Occasion) -> str:
    """Wie geht es Ihnen nach 30 Tagen?"""
    days = DAYS.get(occasion)
    return f"Wie geht es Ihnen nach {days} Tagen?" if days else f"Wie geht es Ihnen? ({occasion})"


def write(context: MailContext) -> MailText:
    """Raises ``TooLate`` once the survey is closed."""
    payload = context.letter.payload
    closes_on = date.fromisoformat(payload["closes_on"])
    if closes_on < context.today:
        raise TooLate
    survey = Occasion(payload["occasion"])
    invitation = UUID(payload["invitation_id"])
    url = context.links.url(SURVEY_PAGE, invitation, closes_on)
    return MailText(
        subject=f"Kurzbefragung: {question(survey)}",
        reason="Sie erhalten diese Nachricht, weil Sie eine neue Stelle in der Schulsozialarbeit"
        " angetreten haben. Die Teilnahme ist freiwillig.",
        values={
            "question": question(survey),
            "days": DAYS.get(survey),
            "closes_on": closes_on,
            "url": url,
        },
        links=[url],
    )


MAIL = MailKind("Befragung", priority=2, height=620, write=write)
