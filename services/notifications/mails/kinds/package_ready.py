"""What somebody wanted to know about themselves is there, and until when."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from services.notifications.mails.rules import NoteLink
from services.notifications.mails.values import (
    AT_ONCE,
    MONTH,
    PACKAGE_READY,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
    Urgency,
)
from services.notifications.messages.values import Draft, Fact, ToPerson
from shared.contracts.privacy import OWN_DATA, PrivacySettled
from shared.german import date_and_time
from shared.messaging.router import Received


def tell_of_package(event: Received[PrivacySettled]) -> Iterable[Draft]:
    """None to whoever was erased, nor where the office hands it out."""
    body = event.body
    if body.person_id is not None and body.until is not None:
        payload = {"ends_at": body.until.isoformat()}
        to = ToPerson(body.person_id)
        yield Draft(PACKAGE_READY, to, body.request_id, body.request_id, payload)


def package_text(context: NoticeContext, subject: str, said: Sequence[str]) -> MailText:
    """With the moment in which it vanishes; of several, that of the last."""
    last = max(context.told, key=lambda each: each.payload["ends_at"])
    until = date_and_time(datetime.fromisoformat(last.payload["ends_at"]))
    page = context.links.page(f"{OWN_DATA}/auskunft/{last.subject_id}")
    return MailText(
        subject=subject,
        reason="Sie erhalten diese Nachricht, weil Sie Auskunft über Ihre Daten verlangt haben.",
        values={
            "said": [*said, f"Abholen können Sie sie bis {until}; danach ist sie gelöscht."],
            "links": [NoteLink("Anmelden und abholen", page)],
        },
        links=[page],
    )


def write(context: NoticeContext) -> MailText:
    said = (
        "was über Sie gespeichert ist, liegt als Datei für Sie bereit.",
        "Wer die Datei hat, kann alles lesen. Speichern Sie sie nur auf einem eigenen Gerät.",
    )
    return package_text(context, "Ihre Auskunft liegt bereit", said)


MAIL = MailKind(
    "Auskunft liegt bereit",
    Topic.PRIVACY,
    priority=1,
    height=760,
    write=write,
    notice=True,
    urgency=Urgency.CRITICAL,
    certain=True,
    gathered=AT_ONCE,
    kept=MONTH,
    facts=(Fact(PrivacySettled, tell_of_package),),
)
