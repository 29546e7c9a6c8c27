"""What came of a vote, when it is over, and when the statement is published."""

from collections.abc import Iterable

from services.notifications.mails.kinds.statement_vote import motion_of, page_of
from services.notifications.mails.rules import NoteLink
from services.notifications.mails.values import (
    GATHERED,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.matters.values import RESULT
from services.notifications.messages.values import Draft, Fact, ToPerson
from shared.contracts.statements import VoteCounted
from shared.messaging.router import Received


def tell_result(event: Received[VoteCounted]) -> Iterable[Draft]:
    """The publication says the result once more."""
    body = event.body
    to, payload = (
        ToPerson(body.person_id),
        {"accepted": body.accepted, "published": body.published},
    )
    yield Draft(RESULT, to, event.message.id, body.statement_id, payload)


def write(context: NoticeContext) -> MailText:
    """Raises ``NotYet``."""
    motion, told = motion_of(context), context.told[-1].payload
    outcome = "Sie wurde angenommen." if told["accepted"] else "Sie wurde nicht angenommen."
    said = ["die Abstimmung über diese Stellungnahme ist beendet:", motion.title, outcome]
    begin = "Ergebnis der Abstimmung"
    if told["published"]:
        begin = "Stellungnahme veröffentlicht"
        said = ["diese Stellungnahme ist veröffentlicht:", motion.title, outcome]
    link = NoteLink("Stellungnahme ansehen", page_of(context))
    return MailText(
        subject=f"{begin}: {motion.title}",
        reason="Sie erhalten diese Nachricht, weil Sie über die Stellungnahme abstimmen durften.",
        values={"said": said, "links": [link]},
        links=[link.url],
    )


MAIL = MailKind(
    "Ergebnis einer Abstimmung",
    Topic.GATHERINGS,
    priority=2,
    height=780,
    write=write,
    notice=True,
    gathered=GATHERED,
    kept=MONTH,
    facts=(Fact(VoteCounted, tell_result),),
    single=True,
)
