"""A code that is owed, and why a mail with one did not go out."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid5

from cryptography.fernet import Fernet, InvalidToken

from services.notifications.mails.values import CODE, FAREWELL, INVITATION, SECOND_STEP
from services.notifications.values import Mail, Person
from shared.contracts.accounts import AccessRole, SecurityNotice
from shared.contracts.notifications import LetterKind
from shared.contracts.words import words
from shared.keys import box
from shared.signing.sealing import Sealed


def farewell_box(key: bytes, request_id: UUID) -> Fernet:
    """Seals the address that the last mail goes to."""
    return box(key, f"farewell.{request_id}")


ERASING = SecurityNotice("erasing")
"""Everything about them is being erased; a service has not answered for a day."""
ERASED = SecurityNotice("erased")
"""Nothing about them is left. Both are not listed: nobody announces them, they are made here."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who lets somebody sign in, and as what; names are empty where no copy has come yet."""

    by: AccessRole
    role: AccessRole
    office: str
    organization: str


@dataclass(frozen=True, slots=True)
class OwedCode:
    """One request for a code, as often as it was asked for."""

    request_id: UUID
    version: int
    to: Person
    sealed_code: str
    browser: str
    asked_at: datetime
    expires_at: datetime
    notice: SecurityNotice | None = None
    invitation: Invitation | None = None

    @property
    def kind(self) -> LetterKind:
        if self.invitation is not None:
            return INVITATION
        if self.says_farewell:
            return FAREWELL
        return SECOND_STEP if self.notice else CODE

    @property
    def says_farewell(self) -> bool:
        return self.notice in (ERASING, ERASED)

    @property
    def mail_id(self) -> UUID:
        """Another one for every time it was asked for: that mail is wanted, not a repeat."""
        return uuid5(self.request_id, str(self.version))


class CodeFailure(StrEnum):
    """Stored as it is."""

    RECIPIENT = "recipient"
    CONTENT = "content"
    ADDRESS = "address"
    SEALED = "sealed"
    EXPIRED = "expired"
    SUPPRESSED = "suppressed"


words(
    CodeFailure,
    recipient="Der Mailserver lehnt den Empfänger ab",
    content="Der Mailserver lehnt die Nachricht ab",
    address="An die Adresse kann keine Mail gehen",
    sealed="Der Schlüssel, mit dem der Code versiegelt ist, wurde ersetzt",
    expired="Der Code galt nicht mehr, ehe die Mail hinausging",
    suppressed="Die Adresse nimmt keine Post an; einmal in der Stunde wird es versucht",
)


@dataclass(frozen=True, slots=True)
class CodeContext:
    """A code for signing in at ``site``, which was asked for in a browser."""

    to: Person
    code: str
    browser: str
    site: str
    asked_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SecondStepContext:
    """What happened to somebody's second step at ``site``.

    ``browser`` is where they did it; empty if somebody else did.
    """

    to: Person
    notice: SecurityNotice
    browser: str
    site: str
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class FarewellContext:
    """The last mail to somebody who was erased; ``complete`` once every service has done it."""

    site: str
    complete: bool


@dataclass(frozen=True, slots=True)
class InvitationContext:
    """Who may sign in at ``site`` from now on, and who says so.

    ``office`` is the municipality's name; it and ``organization`` may not be known.
    """

    to: Person
    by: AccessRole
    role: AccessRole
    office: str
    organization: str
    site: str


def opened(owed: OwedCode, key: bytes) -> OwedCode:
    """With the address that was kept sealed, where one was; raises ``Sealed``."""
    if not owed.says_farewell:
        return owed
    try:
        address = farewell_box(key, owed.request_id).decrypt(owed.sealed_code).decode()
    except InvalidToken as error:
        raise Sealed from error
    return replace(owed, to=replace(owed.to, email=address))


def nameless(mail: Mail) -> Mail:
    """As it is kept where it is shown instead of sent: whose address it was, nobody reads."""
    return replace(mail, to=replace(mail.to, email=""))
