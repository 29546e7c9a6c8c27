"""Somebody is asked by a survey of the office; the link is theirs, and nothing keeps it."""

from datetime import date

from services.notifications.mails.rules import NoteLink
from services.notifications.mails.values import MailKind, MailText, NoticeContext, Topic
from shared.contracts.surveys import QUESTIONNAIRE_PAGE
from shared.german import long_date

SEALED = (
    "Ihre Antwort liegt bis zum Ende verschlossen in einer Urne, ohne Ihren Namen. Vor den Fragen"
    " steht, was das verspricht und was nicht. Die Teilnahme ist freiwillig."
)
NAMED = (
    "Diese Befragung ist nicht anonym: Die Koordinierungsstelle sieht Ihren Namen bei Ihren"
    " Antworten. Die Teilnahme ist freiwillig."
)


def write(context: NoticeContext) -> MailText:
    return ask(
        context,
        subject="Befragung",
        begins="Ihre Koordinierungsstelle bittet Sie um Ihre Antworten.",
        ends="Wer noch nicht geantwortet hat, wird höchstens einmal erinnert.",
    )


def ask(context: NoticeContext, *, subject: str, begins: str, ends: str) -> MailText:
    """With the link that is theirs."""
    payload = context.told[-1].payload
    closes_on, title = date.fromisoformat(payload["closes_on"]), payload["title"]
    url = context.links.page(QUESTIONNAIRE_PAGE.path.replace("{token}", payload["secret"]))
    said = [
        f"{begins} Es geht um „{title}“.",
        f"Sie können bis {long_date(closes_on)} einmal antworten, ohne Kennwort und Konto. Bitte"
        " geben Sie den Link nicht weiter.",
        NAMED if payload["named"] else SEALED,
        ends,
    ]
    links = [NoteLink("Zur Befragung", url)]
    return MailText(
        subject=f"{subject}: {title}",
        reason="Sie erhalten diese Nachricht, weil Ihre Koordinierungsstelle Menschen befragt, die"
        " wie Sie im Netzwerk der Schulsozialarbeit arbeiten.",
        values={"said": said, "links": links},
        links=[url],
    )


MAIL = MailKind(
    "Einladung zu einer Befragung",
    Topic.SURVEYS,
    priority=2,
    height=800,
    write=write,
    notice=True,
    single=True,
)
