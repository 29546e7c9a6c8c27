"""Somebody is to judge their school together with another one, or the other has agreed already."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from services.notifications.mails.rules import NoteLink
from services.notifications.mails.values import (
    ASSESSMENT_ASKED,
    GATHERED,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.messages.values import Draft, Fact, ToPerson
from shared.contracts.assessments import ASSESSMENT_PAGE, ASSESSMENTS, AssessmentAsked
from shared.messaging.router import Received

OPEN_FOR = timedelta(days=180)
_BEGUN = (
    "bitte schätzen Sie Ihre Schule gemeinsam ein: Schulsozialarbeit und Schulleitung schreiben auf"
    " demselben Bogen."
)
_AGREED = (
    "die andere Seite hat der Selbsteinschätzung Ihrer Schule zugestimmt. Bitte sehen Sie sie sich"
    " an; abgeschlossen ist sie, wenn auch Sie zustimmen."
)


def ask_for_assessment(event: Received[AssessmentAsked]) -> Iterable[Draft]:
    body = event.body
    link = str(body.link_id) if body.link_id else ""
    payload = {"link_id": link, "agreed": body.agreed}
    to = ToPerson(body.person_id)
    yield Draft(ASSESSMENT_ASKED, to, event.message.id, body.assessment_id, payload)


def write(context: NoticeContext) -> MailText:
    newest = {each.subject_id: each for each in context.told}
    until, links, by_link = context.today + OPEN_FOR, [], False
    for each in newest.values():
        url = context.links.page(f"{ASSESSMENTS}/{each.subject_id}")
        if link := each.payload.get("link_id"):
            url, by_link = context.links.url(ASSESSMENT_PAGE, UUID(link), until), True
        links.append(NoteLink("Selbsteinschätzung öffnen", url))
    agreed = all(each.payload.get("agreed") for each in newest.values())
    return MailText(
        subject="Selbsteinschätzung Ihrer Schule",
        reason="Sie erhalten diese Nachricht, weil Sie für die Selbsteinschätzung einer Schule"
        " eingetragen sind.",
        values={"said": [_AGREED if agreed else _BEGUN], "links": links}
        | ({"until": until} if by_link else {}),
        links=[each.url for each in links],
    )


MAIL = MailKind(
    "Selbsteinschätzung",
    Topic.SURVEYS,
    priority=2,
    height=820,
    write=write,
    notice=True,
    gathered=GATHERED,
    kept=MONTH,
    facts=(Fact(AssessmentAsked, ask_for_assessment),),
)
