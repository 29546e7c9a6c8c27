"""What came of a vote on the framework concept."""

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
from services.notifications.matters.values import FRAMEWORK_VOTED
from services.notifications.messages.values import Draft, Fact, ToPerson
from shared.contracts.framework import FRAMEWORK, FrameworkVoted
from shared.contracts.phrases import counted
from shared.messaging.router import Received


def tell_framework_vote(event: Received[FrameworkVoted]) -> Iterable[Draft]:
    """To whoever could vote, once it is counted."""
    body = event.body
    payload = {"number": body.number, "adopted": body.accepted, "failed": body.rejected}
    to = ToPerson(body.person_id)
    yield Draft(FRAMEWORK_VOTED, to, event.message.id, body.version_id, payload)


def write(context: NoticeContext) -> MailText:
    told = context.told[-1]
    number, rejected = told.payload["number"], told.payload["failed"]
    accepted = counted(told.payload["adopted"], "Kapitel ist", "Kapitel sind")
    said = [
        f"die Abstimmung über das Rahmenkonzept, Fassung {number}, ist ausgezählt.",
        f"{accepted} neu beschlossen.",
    ]
    if rejected:
        without = counted(rejected, "Kapitel wurde", "Kapitel wurden")
        said.append(
            f"{without} nicht beschlossen: Ein bisheriger Text gilt weiter, der neue geht in die"
            " nächste Fassung."
        )
    link = NoteLink("Ergebnis ansehen", context.links.page(f"{FRAMEWORK}/{told.subject_id}"))
    return MailText(
        subject="Rahmenkonzept: Ergebnis der Abstimmung",
        reason="Sie erhalten diese Nachricht, weil Sie über das Rahmenkonzept abstimmen durften.",
        values={"said": said, "links": [link]},
        links=[link.url],
    )


MAIL = MailKind(
    "Ergebnis der Abstimmung über das Rahmenkonzept",
    Topic.FRAMEWORK,
    priority=2,
    height=760,
    write=write,
    notice=True,
    gathered=GATHERED,
    kept=MONTH,
    facts=(Fact(FrameworkVoted, tell_framework_vote),),
    single=True,
)
