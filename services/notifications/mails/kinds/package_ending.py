"""What somebody wanted to know about themselves vanishes in two days."""

from collections.abc import Iterable

from services.notifications.mails.kinds.package_ready import package_text
from services.notifications.mails.values import (
    AT_ONCE,
    MONTH,
    PACKAGE_ENDING,
    MailKind,
    MailText,
    NoticeContext,
    Topic,
)
from services.notifications.messages.values import Draft, Fact, ToPerson
from shared.contracts.privacy import PackageEnding
from shared.messaging.router import Received


def tell_of_ending_package(event: Received[PackageEnding]) -> Iterable[Draft]:
    body = event.body
    payload = {"ends_at": body.until.isoformat()}
    yield Draft(PACKAGE_ENDING, ToPerson(body.person_id), body.request_id, body.request_id, payload)


def write(context: NoticeContext) -> MailText:
    said = (
        "die Auskunft, die Sie verlangt haben, wird bald gelöscht.",
        "Haben Sie sie schon geholt, müssen Sie nichts tun. Sie können jederzeit eine neue"
        " verlangen.",
    )
    return package_text(context, "Ihre Auskunft liegt nur noch kurz bereit", said)


MAIL = MailKind(
    "Auskunft wird bald gelöscht",
    Topic.PRIVACY,
    priority=2,
    height=760,
    write=write,
    notice=True,
    gathered=AT_ONCE,
    kept=MONTH,
    facts=(Fact(PackageEnding, tell_of_ending_package),),
)
