"""Somebody may sign in now: who says so, as what, and how it is done.

Neither a secret nor a link in it: whoever is used to such links follows those of others.
"""

from services.notifications.codes.values import InvitationContext
from services.notifications.mails.values import (
    AT_ONCE,
    MailKind,
    MailText,
    Topic,
    Urgency,
)
from shared.contracts.accounts import AccessRole
from shared.contracts.words import word

_OPERATOR = "der Betrieb von Knotenpunkt"


def inviter(context: InvitationContext) -> str:
    """As in "die Koordinierungsstelle (Stadt Bergkamen)"."""
    if context.by is AccessRole.OPERATOR:
        return _OPERATOR
    if context.by is AccessRole.CARRIER:
        return _placed("Ihr Anstellungsträger", context.organization)
    return _placed("die Koordinierungsstelle", context.office)


def write(context: InvitationContext) -> MailText:
    place = context.organization or context.office
    role = word(AccessRole, context.role)
    return MailText(
        subject="Ihre Einladung zu Knotenpunkt",
        reason=f"Sie erhalten diese Nachricht, weil {inviter(context)} für Sie ein Konto mit dieser"
        " Mail-Adresse angelegt hat.",
        values={
            "inviter": inviter(context),
            "role": f"{role}, {place}" if place else role,
            "address": context.to.email,
            "site": context.site,
        },
    )


def _placed(what: str, name: str) -> str:
    return f"{what} ({name})" if name else what


MAIL = MailKind(
    "Einladung",
    Topic.SIGN_IN,
    priority=0,
    height=1050,
    write=write,
    urgency=Urgency.CRITICAL,
    gathered=AT_ONCE,
)
