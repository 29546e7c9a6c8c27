"""What came of a survey is published."""

from collections.abc import Iterable

from services.notifications.mails.rules import NoteLink
from services.notifications.mails.values import (
    GATHERED,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.matters.values import SURVEY_REPORT
from services.notifications.messages.values import Draft, Fact, ToActing
from shared.contracts.accounts import AccessRole
from shared.contracts.surveys import SURVEY_REPORTS, ResultsPublished
from shared.messaging.router import Received


def tell_results(event: Received[ResultsPublished]) -> Iterable[Draft]:
    """To all whom it was addressed to by their role, whether they have answered or not."""
    body = event.body
    roles = tuple(AccessRole(each) for each in body.roles if each in set(AccessRole))
    payload = {"invited": body.invited, "answered": body.answered}
    if roles:
        yield Draft(SURVEY_REPORT, ToActing(roles), event.message.id, body.report_id, payload)


def write(context: NoticeContext) -> MailText:
    told = context.told[-1]
    invited, answered = told.payload["invited"], told.payload["answered"]
    said = [
        "die Koordinierungsstelle hat die Ergebnisse einer Befragung veröffentlicht.",
        f"Gefragt waren {invited}, geantwortet haben {answered}. Der Bericht zeigt nur Zählungen"
        " und gemischte Texte.",
    ]
    page = context.links.page(f"{SURVEY_REPORTS}/{told.subject_id}")
    link = NoteLink("Bericht lesen", page)
    return MailText(
        subject="Ergebnisse einer Befragung",
        reason="Sie erhalten diese Nachricht, weil sich die Befragung an Ihre Gruppe gerichtet hat;"
        " ob Sie geantwortet haben, ist nicht bekannt.",
        values={"said": said, "links": [link]},
        links=[link.url],
    )


MAIL = MailKind(
    "Ergebnisse einer Befragung",
    Topic.SURVEYS,
    priority=2,
    height=720,
    write=write,
    notice=True,
    gathered=GATHERED,
    kept=MONTH,
    facts=(Fact(ResultsPublished, tell_results),),
    single=True,
)
