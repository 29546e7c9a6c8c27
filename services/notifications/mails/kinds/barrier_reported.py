"""Somebody met a barrier: for those who remove it. What was written stands on the page alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from services.notifications.mails.values import (
    BARRIER,
    MONTH,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.messages.values import Draft, Fact, ToActing
from services.notifications.texts.values import TO_ANYBODY, Wording, part
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import BARRIERS, BarrierReported, report_number
from shared.messaging.router import Received

WATCH = ToActing((AccessRole.COORDINATOR, AccessRole.OPERATOR))

ANSWER_WITHIN = timedelta(days=14)
"""Whoever is told nothing by then may turn to the ombudsman."""


@dataclass(frozen=True, slots=True)
class ShownReport:
    """A report as the mail lists it, with its page."""

    number: str
    day: date
    url: str


def tell_who_removes_barriers(event: Received[BarrierReported]) -> Iterable[Draft]:
    report = event.body.report_id
    yield Draft(BARRIER, WATCH, report, subject_id=report)


def subject(count: int) -> str:
    """Eine Barriere wurde gemeldet"""
    if count == 1:
        return "Eine Barriere wurde gemeldet"
    return f"{count} Barrieren wurden gemeldet"


def write(context: NoticeContext) -> MailText:
    reports = [
        ShownReport(
            report_number(each.subject_id),
            each.day,
            context.links.page(f"{BARRIERS}/{each.subject_id}"),
        )
        for each in context.told
    ]
    place = f"in der Koordinierungsstelle ({context.office}) oder " if context.office else ""
    return MailText(
        subject=subject(len(reports)),
        reason="Sie erhalten diese Nachricht, weil Sie"
        f" {place}im Betrieb von Knotenpunkt arbeiten.",
        values={
            "reports": reports,
            "answer_by": min(each.day for each in reports) + ANSWER_WITHIN,
        },
        links=[each.url for each in reports],
    )


WORDING = Wording(
    "Guten Tag {name},\n\n{anlass}\n\n{meldungen}\n\nWas geschrieben wurde, steht nicht in dieser"
    " Nachricht, nur auf der Seite. Um es zu lesen, melden Sie sich an.\n\n{pflichten}\n\nDiese"
    " Nachricht geht an alle, die in der Koordinierungsstelle oder im Betrieb arbeiten. Sprechen"
    " Sie"
    " sich kurz ab, wer antwortet.",
    (
        *TO_ANYBODY,
        part(
            "anlass",
            "dass jemand nicht weiterkommt, oder wie viele",
            "jemand kommt auf einer Seite von Knotenpunkt nicht weiter und hat das gemeldet.",
        ),
        part("meldungen", "die Meldungen mit ihren Links", "Meldung lesen", required=True),
        part(
            "pflichten",
            "„Was zu tun ist“: bis wann geantwortet sein muss",
            "Wer zwei Wochen nichts hört, kann sich an die Ombudsstelle des Landes wenden.",
            required=True,
        ),
    ),
)


MAIL = MailKind(
    "Gemeldete Barriere",
    Topic.BARRIERS,
    priority=2,
    height=900,
    write=write,
    notice=True,
    kept=MONTH,
    audience=WATCH,
    facts=(Fact(BarrierReported, tell_who_removes_barriers),),
    wording=WORDING,
)
