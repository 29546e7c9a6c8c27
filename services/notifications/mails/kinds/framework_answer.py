"""The office has said what becomes of somebody's comments on the framework concept."""

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
from services.notifications.matters.values import FRAMEWORK_ANSWER
from services.notifications.messages.values import Draft, Fact, ToPerson
from shared.contracts.framework import CHAPTERS, FRAMEWORK, CommentAnswered
from shared.messaging.router import Received


def tell_answer(event: Received[CommentAnswered]) -> Iterable[Draft]:
    """Of several comments on a version in one mail."""
    body = event.body
    payload = {"number": body.number, "chapter": str(body.chapter_key)}
    to = ToPerson(body.person_id)
    yield Draft(FRAMEWORK_ANSWER, to, event.message.id, body.version_id, payload)


def write(context: NoticeContext) -> MailText:
    told = context.told[-1]
    of_version = f"{FRAMEWORK}/{told.subject_id}"
    chapters = {each.payload["chapter"] for each in context.told}
    path = (
        f"{of_version}/{CHAPTERS}/{told.payload['chapter']}" if len(chapters) == 1 else of_version
    )
    link = NoteLink("Antwort lesen", context.links.page(path))
    return MailText(
        subject="Rahmenkonzept: Antwort auf Ihren Kommentar",
        reason="Sie erhalten diese Nachricht, weil Sie das Rahmenkonzept kommentiert haben.",
        values={
            "said": [
                "die Koordinierungsstelle hat auf Ihren Kommentar zu Fassung"
                f" {told.payload['number']} des Rahmenkonzepts geantwortet.",
                "Was daraus wird und warum, steht bei Ihrem Kommentar.",
            ],
            "links": [link],
        },
        links=[link.url],
    )


MAIL = MailKind(
    "Antwort auf einen Kommentar zum Rahmenkonzept",
    Topic.FRAMEWORK,
    priority=2,
    height=760,
    write=write,
    notice=True,
    gathered=GATHERED,
    kept=MONTH,
    facts=(Fact(CommentAnswered, tell_answer),),
    single=True,
)
