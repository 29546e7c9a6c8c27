"""Somebody's qualification ends in 90 days or in 30; which one, only their page tells."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from services.notifications.mails.rules import NoteLink, full_date, slot_text
from services.notifications.mails.values import (
    GATHERED,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.matters.values import ENDING
from services.notifications.messages.values import Draft, Fact, ToPerson
from shared.contracts.certificates import OWN_CERTIFICATES, QualificationEnding
from shared.contracts.gatherings import CATALOGUE
from shared.messaging.router import Received

PAGE = "Meine Bescheinigungen"


def tell_of_ending(event: Received[QualificationEnding]) -> Iterable[Draft]:
    """Whatever is prolonged before it goes out is taken back."""
    body = event.body
    offered = [str(each) for each in body.gatherings]
    payload = {"until": body.until.isoformat(), "gatherings": offered}
    to = ToPerson(body.person_id)
    yield Draft(ENDING, to, event.message.id, body.qualification_id, payload)


def write(context: NoticeContext) -> MailText:
    ends = {each.subject_id: date.fromisoformat(each.payload["until"]) for each in context.told}
    first, several = full_date(min(ends.values())), len(ends) > 1
    said = [f"eine Ihrer Qualifikationen gilt noch bis {first}."]
    if several:
        said = [f"{len(ends)} Ihrer Qualifikationen laufen ab, die erste gilt bis {first}."]
    said.append(f"Welche das {'sind' if several else 'ist'}, steht unter „{PAGE}“.")
    offers = _offers(context)
    said += ["Hier können Sie auffrischen und sich schon anmelden:"] if offers else [_NO_OFFER]
    links = [*offers, NoteLink(PAGE, context.links.page(OWN_CERTIFICATES))]
    return MailText(
        subject=f"{len(ends)} Qualifikationen laufen ab" if several else "Qualifikation läuft ab",
        reason="Sie erhalten diese Nachricht, weil Sie eine Qualifikation haben, die bald abläuft.",
        values={"said": said, "links": links},
        links=[each.url for each in links],
    )


_NO_OFFER = (
    "Gerade ist keine Veranstaltung zur Anmeldung offen, mit der Sie auffrischen können. Fragen Sie"
    " bitte die Koordinierungsstelle."
)


def _offers(context: NoticeContext) -> list[NoteLink]:
    """What is still open, with its first day, each once."""
    named = [UUID(key) for each in context.told for key in each.payload["gatherings"]]
    known = context.matters.offers
    found = [(key, known[key]) for key in dict.fromkeys(named) if key in known]
    return [
        NoteLink(
            f"{each.title}, {slot_text(each.first)}",
            context.links.page(f"{CATALOGUE}/{key}"),
        )
        for key, each in found
        if each.is_open and each.first is not None and each.first.day >= context.today
    ]


MAIL = MailKind(
    "Qualifikation läuft ab",
    Topic.GATHERINGS,
    priority=2,
    height=840,
    write=write,
    notice=True,
    gathered=GATHERED,
    kept=MONTH,
    facts=(Fact(QualificationEnding, tell_of_ending),),
)
