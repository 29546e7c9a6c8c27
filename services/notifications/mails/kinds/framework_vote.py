"""Somebody may vote on the chapters of the framework concept; asked twice at most."""

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
from services.notifications.matters.values import FRAMEWORK_VOTE
from services.notifications.messages.values import Draft, Fact, ToPerson
from shared.contracts.framework import FRAMEWORK, ChapterVoteAsked
from shared.messaging.router import Received


def ask_for_framework_vote(event: Received[ChapterVoteAsked]) -> Iterable[Draft]:
    """When it begins, and once before it closes; then nobody is asked any more."""
    body = event.body
    payload = {"number": body.number, "until": body.closes_on.isoformat(), "again": body.again}
    to = ToPerson(body.person_id)
    yield Draft(FRAMEWORK_VOTE, to, event.message.id, body.version_id, payload)


def write(context: NoticeContext) -> MailText:
    told = context.told[-1]
    again = any(each.payload["again"] for each in context.told)
    last = full_date(date.fromisoformat(told.payload["until"]))
    number = told.payload["number"]
    said = [f"über die Kapitel des Rahmenkonzepts, Fassung {number}, können Sie jetzt abstimmen."]
    if again:
        said = [
            f"die Abstimmung über das Rahmenkonzept, Fassung {number}, endet bald, und zu einem"
            " Kapitel oder mehreren fehlt Ihre Stimme noch."
        ]
    said += [
        "Abgestimmt wird namentlich, über jedes geänderte Kapitel einzeln. Bis zum Ende können Sie"
        " Ihre Stimme ändern; ein Zwischenergebnis sieht niemand.",
        f"Sie haben Zeit bis {last}, 24 Uhr.",
    ]
    link = NoteLink("Lesen und abstimmen", context.links.page(f"{FRAMEWORK}/{told.subject_id}"))
    return MailText(
        subject=f"Rahmenkonzept: {'Abstimmung endet bald' if again else 'Abstimmung'}",
        reason="Sie erhalten diese Nachricht, weil Sie über das Rahmenkonzept abstimmen dürfen.",
        values={"said": said, "links": [link]},
        links=[link.url],
    )


MAIL = MailKind(
    "Abstimmung über das Rahmenkonzept",
    Topic.FRAMEWORK,
    priority=2,
    height=840,
    write=write,
    notice=True,
    gathered=AT_ONCE,
    kept=MONTH,
    facts=(Fact(ChapterVoteAsked, ask_for_framework_vote),),
    single=True,
)
