"""The code for signing in, for whoever's address was typed. Not in the subject: it is shown to all.

Nothing to click: whoever is used to links in such a mail follows those of others.
"""

from services.notifications.codes.values import CodeContext
from services.notifications.mails.values import (
    AT_ONCE,
    MailKind,
    MailText,
    Topic,
    Urgency,
)
from shared.clock import local_date


def write(context: CodeContext) -> MailText:
    return MailText(
        subject="Ihr Code zum Anmelden",
        reason="Sie erhalten diese Nachricht, weil jemand mit Ihrer Mail-Adresse einen Code zum"
        " Anmelden angefordert hat.",
        values={
            "code": context.code,
            "browser": context.browser,
            "site": context.site,
            "asked_on": local_date(context.asked_at),
            "asked_at": context.asked_at,
            "expires_at": context.expires_at,
        },
    )


MAIL = MailKind(
    "Code zum Anmelden",
    Topic.SIGN_IN,
    priority=0,
    height=900,
    write=write,
    urgency=Urgency.CRITICAL,
    gathered=AT_ONCE,
)
