"""Somebody has a certificate of attendance, or a later revision of it."""

from collections.abc import Iterable

from services.notifications.gatherings.values import CERTIFICATE
from services.notifications.mails.rules import NoteLink, paper_text, seat_of
from services.notifications.mails.values import (
    GATHERED,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.messages.values import Draft, Fact, ToPerson
from shared.contracts.certificates import OWN_CERTIFICATES, CertificateIssued
from shared.messaging.router import Received


def tell_attendant_of_certificate(event: Received[CertificateIssued]) -> Iterable[Draft]:
    """Of each revision."""
    body = event.body
    payload = {"revision": body.revision}
    to = ToPerson(body.person_id)
    yield Draft(CERTIFICATE, to, event.message.id, body.registration_id, payload)


def write(context: NoticeContext) -> MailText:
    title = seat_of(context).title
    said = ["Ihre Teilnahmebescheinigung ist ausgestellt. Sie können sie herunterladen."]
    if max(each.payload["revision"] for each in context.told) > 1:
        said = ["Ihre Teilnahmebescheinigung wurde neu ausgestellt; die frühere gilt nicht mehr."]
    said.append("Ob sie echt ist, prüft jeder mit dem Code, der darauf steht.")
    url = context.links.page(OWN_CERTIFICATES)
    reason = "Sie an der Veranstaltung teilgenommen haben"
    inside = NoteLink("Meine Bescheinigungen", url)
    return paper_text(context, f"Ihre Bescheinigung: {title}", reason, said, inside)


MAIL = MailKind(
    "Teilnahmebescheinigung",
    Topic.GATHERINGS,
    priority=2,
    height=740,
    write=write,
    notice=True,
    gathered=GATHERED,
    kept=MONTH,
    facts=(Fact(CertificateIssued, tell_attendant_of_certificate),),
    single=True,
)
