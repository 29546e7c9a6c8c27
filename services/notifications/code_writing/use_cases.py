"""Writes a mail with a code, with a notice, with an invitation, or the last one."""

from urllib.parse import urlsplit

from services.notifications.codes.values import (
    ERASED,
    CodeContext,
    FarewellContext,
    InvitationContext,
    OwedCode,
    SecondStepContext,
)
from services.notifications.mails.use_cases import (
    write_code,
    write_farewell,
    write_invitation,
    write_second_step,
)
from services.notifications.values import Content, Mail
from shared.context import Context
from shared.contracts.notifications import CODES
from shared.messaging.event import EVERYONE
from shared.signing.sealing import unseal


def written(context: Context, owed: OwedCode) -> Mail:
    """Raises ``Sealed``."""
    return Mail(
        id=owed.mail_id,
        kind=owed.kind,
        tenant=EVERYONE,
        about=owed.to.person_id,
        role=None,
        to=owed.to,
        reply_to=None,
        content=_content(context, owed),
        mentions=frozenset({owed.to.person_id}),
    )


def _content(context: Context, owed: OwedCode) -> Content:
    """Raises ``Sealed``."""
    site = urlsplit(context.settings.base_url).netloc
    if owed.says_farewell:
        return write_farewell(FarewellContext(site, owed.notice == ERASED), owed.to)
    if (given := owed.invitation) is not None:
        names = (given.by, given.role, given.office, given.organization)
        return write_invitation(InvitationContext(owed.to, *names, site))
    if owed.notice is not None:
        return write_second_step(
            SecondStepContext(owed.to, owed.notice, owed.browser, site, owed.asked_at)
        )
    code = unseal(context.ring(CODES), owed.sealed_code).decode()
    return write_code(
        CodeContext(owed.to, code, owed.browser, site, owed.asked_at, owed.expires_at)
    )
