"""Somebody may vote on a statement; they are asked when it begins, and once before it closes."""

from collections.abc import Iterable
from datetime import timedelta

from services.notifications.mails.rules import NoteLink, full_date
from services.notifications.mails.values import (
    AT_ONCE,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.matters.values import VOTE, Motion
from services.notifications.messages.values import Draft, Fact, ToPerson
from services.notifications.values import NotYet
from shared.clock import local_date
from shared.contracts.projects import STATEMENTS
from shared.contracts.statements import VoteAsked
from shared.messaging.router import Received

MINUTE = timedelta(minutes=1)


def ask_for_vote(event: Received[VoteAsked]) -> Iterable[Draft]:
    """Once the vote is over, or called off, nobody is asked any more."""
    body = event.body
    to, payload = ToPerson(body.person_id), {"again": body.again}
    yield Draft(VOTE, to, event.message.id, body.statement_id, payload)


def write(context: NoticeContext) -> MailText:
    """Raises ``NotYet``."""
    motion = motion_of(context)
    last = full_date(local_date(motion.closes_at - MINUTE))
    again = any(each.payload["again"] for each in context.told)
    said = ["über diese Stellungnahme können Sie jetzt abstimmen:"]
    if again:
        said = ["die Abstimmung über diese Stellungnahme endet bald:"]
    said += [motion.title, f"Sie haben Zeit bis {last}, 24 Uhr."]
    if again:
        said.append("Haben Sie schon abgestimmt, ist nichts mehr zu tun.")
    link = NoteLink("Lesen und abstimmen", page_of(context))
    return MailText(
        subject=f"{'Abstimmung endet bald' if again else 'Abstimmung'}: {motion.title}",
        reason="Sie erhalten diese Nachricht, weil Sie über die Stellungnahme abstimmen dürfen.",
        values={"said": said, "links": [link]},
        links=[link.url],
    )


def motion_of(context: NoticeContext) -> Motion:
    """Raises ``NotYet``."""
    key = context.subjects[0]
    if key not in context.matters.motions:
        raise NotYet(key, absent="statements")
    return context.matters.motions[key]


def page_of(context: NoticeContext) -> str:
    return context.links.page(f"{STATEMENTS}/{context.subjects[0]}")


MAIL = MailKind(
    "Abstimmung über eine Stellungnahme",
    Topic.GATHERINGS,
    priority=2,
    height=820,
    write=write,
    notice=True,
    gathered=AT_ONCE,
    kept=MONTH,
    facts=(Fact(VoteAsked, ask_for_vote),),
    single=True,
)
