"""What was asked for by a link has arrived; what it is stands on the page alone.

By it somebody learns that a link of theirs is used by another. So nobody can give it up: whoever
has a mail of theirs has the link for that, too.
"""

from collections.abc import Iterable

from services.notifications.mails.rules import consultation_until
from services.notifications.mails.values import (
    AT_ONCE,
    CONSULTATION_RECEIVED,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
    Urgency,
)
from services.notifications.messages.values import Draft, Fact, ToPerson
from shared.contracts.consultations import CONSULTATION_PAGE, ConsultationRequested
from shared.messaging.router import Received


def confirm_consultation(event: Received[ConsultationRequested]) -> Iterable[Draft]:
    """To whoever has not seen it signed in."""
    consultation, asker = event.body.consultation_id, event.body.person_id
    if asker is not None:
        to = ToPerson(asker)
        yield Draft(CONSULTATION_RECEIVED, to, consultation, subject_id=consultation)


def write(context: NoticeContext) -> MailText:
    until = consultation_until(context.today)
    url = context.links.url(CONSULTATION_PAGE, context.to.person_id, until)
    return MailText(
        subject="Ihre Anfrage ist angekommen",
        reason="Sie erhalten diese Nachricht, weil jemand über den Link aus einer Nachricht an Sie"
        " eine Beratung angefragt hat.",
        values={"count": len(context.subjects), "url": url, "until": until},
        links=[url],
    )


MAIL = MailKind(
    "Bestätigung einer Beratungsanfrage",
    Topic.CONSULTATIONS,
    priority=2,
    height=800,
    write=write,
    urgency=Urgency.CRITICAL,
    notice=True,
    gathered=AT_ONCE,
    kept=MONTH,
    facts=(Fact(ConsultationRequested, confirm_consultation),),
)
