"""A version of the framework concept may be commented until the end of a day."""

from collections.abc import Iterable
from datetime import date

from services.notifications.mails.rules import NoteLink, full_date
from services.notifications.mails.values import (
    AT_ONCE,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.matters.values import FRAMEWORK_COMMENTS
from services.notifications.messages.values import Draft, Fact, ToPerson
from shared.contracts.framework import FRAMEWORK, CommentsAsked
from shared.messaging.router import Received


def ask_for_comments(event: Received[CommentsAsked]) -> Iterable[Draft]:
    """Once the round is over nobody is asked any more."""
    body = event.body
    to, payload = (
        ToPerson(body.person_id),
        {"number": body.number, "until": body.closes_on.isoformat()},
    )
    yield Draft(FRAMEWORK_COMMENTS, to, event.message.id, body.version_id, payload)


def write(context: NoticeContext) -> MailText:
    told = context.told[-1]
    last = full_date(date.fromisoformat(told.payload["until"]))
    page = context.links.page(f"{FRAMEWORK}/{told.subject_id}")
    link = NoteLink("Lesen und kommentieren", page)
    return MailText(
        subject="Rahmenkonzept: Ihre Meinung zum Entwurf",
        reason="Sie erhalten diese Nachricht, weil Sie am Rahmenkonzept mitarbeiten können.",
        values={
            "said": [
                f"Fassung {told.payload['number']} des Rahmenkonzepts für die Schulsozialarbeit"
                " liegt zum Kommentieren bereit.",
                "Sie können zu jedem Kapitel fragen, zustimmen, kritisieren oder einen anderen"
                " Wortlaut vorschlagen. Auf jeden Änderungswunsch bekommen Sie eine Antwort mit"
                " Begründung.",
                f"Sie haben Zeit bis {last}, 24 Uhr.",
            ],
            "links": [link],
        },
        links=[link.url],
    )


MAIL = MailKind(
    "Rahmenkonzept zum Kommentieren",
    Topic.FRAMEWORK,
    priority=2,
    height=840,
    write=write,
    notice=True,
    gathered=AT_ONCE,
    kept=MONTH,
    facts=(Fact(CommentsAsked, ask_for_comments),),
    single=True,
)
