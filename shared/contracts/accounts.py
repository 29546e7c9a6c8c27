"""Who is signed in, and who may do what: records that every service keeps a copy of.

Nobody is named in them. They are never shown on a page: together they would record working time.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import BaseModel, ConfigDict

from shared.codes import Open, OpenCode
from shared.messaging.event import EVERYONE, Record
from shared.privacy.declared import Deletion, Kind, NotPersonal, Personal


class AccessRole(OpenCode):
    """In what capacity a signed-in person acts."""

    OPERATOR = "operator"
    """Runs the installation."""
    COORDINATOR = "coordinator"
    """The coordination office of a municipality."""
    WORKER = "worker"
    CARRIER = "carrier"
    """A clerk of a carrier."""
    HEAD = "head"
    """Leads a school."""
    CONTACT = "contact"
    """Acts for any other organization."""


class SignInMethod(OpenCode):
    """How somebody proved who they are."""

    OIDC = "oidc"
    CODE = "code"
    SAMPLE = "sample"
    """One click, where the sample is loaded."""


class SecurityNotice(OpenCode):
    """What happened to how somebody signs in; they are told by mail."""

    RECOVERY_CODE_USED = "recovery_code_used"
    RECOVERY_CODES_RENEWED = "recovery_codes_renewed"
    APP_SET_UP = "app_set_up"
    APP_REMOVED = "app_removed"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    PASSKEY_REFUSED = "passkey_refused"
    """Its counter went back: there may be a copy of it."""
    RESET = "reset"
    """By somebody else."""
    ADDRESS_REPLACED = "address_replaced"
    """Told to the address that is no longer one to sign in with."""
    ADDRESS_ADDED = "address_added"
    """Told to the one that is from now on."""
    INVITED = "invited"
    """They may sign in, and could not before; see ``Invited``."""


_SIGNED_IN = Personal(
    (Kind.TECHNICAL,),
    about="person_id",
    purpose="jeder Dienst erkennt, wer angemeldet ist",
    deletion=Deletion.SIGNED_OUT,
)
_ACCESS = Personal(
    (Kind.EMPLOYMENT,),
    about="person_id",
    purpose="jeder Dienst weiß, was jemand darf",
    deletion=Deletion.TOMBSTONE,
)


_CODE = Personal(
    (Kind.CONTACT, Kind.TECHNICAL),
    about="person_id",
    purpose="den Code zum Anmelden an die Adresse schicken",
    deletion=Deletion.CODE_USED,
)


class Invited(BaseModel):
    """Who lets somebody sign in, and as what.

    ``organization_id`` is what the role is held for, or the carrier that lets its worker in.
    """

    model_config = ConfigDict(frozen=True)

    by: Open[AccessRole]
    role: Open[AccessRole]
    municipality: str
    organization_id: UUID | None = None


class CodeRequestRecord(
    Record,
    name="directory.code-request.v1",
    key="request_id",
    topic="directory.code-requests",
    declared=(_CODE,),
    erasure_visible=timedelta(hours=24),
):
    """Somebody wants to sign in and is owed a mail with a code; erased once used or too old.

    ``sealed_code`` is the code, encrypted so that only who writes the mail can read it. A higher
    version asks for the same mail once more. ``browser`` is a rough name of it, such as
    "Firefox, Windows". With a ``notice`` the mail brings no code but says what happened.
    """

    request_id: UUID
    person_id: UUID
    address: str
    sealed_code: str
    browser: str
    asked_at: datetime
    expires_at: datetime
    notice: Open[SecurityNotice] | None = None
    invited: Invited | None = None


class SessionRecord(
    Record,
    name="directory.session.v1",
    key="session_id",
    topic="directory.sessions",
    declared=(_SIGNED_IN,),
    erasure_visible=timedelta(hours=24),
):
    """A sign-in that has not ended; signing out is its erasure.

    ``session_id`` is the first half of the SHA-256 of what the browser holds. ``ends_at`` is at
    most ten hours after ``started_at``, so that nobody who missed the erasure revives it.
    """

    session_id: UUID
    person_id: UUID
    method: Open[SignInMethod]
    started_at: datetime
    ends_at: datetime


class Grant(BaseModel):
    """A role in a municipality, or everywhere; for one organization where it names one.

    ``valid_to`` is the last day.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    role: Open[AccessRole]
    municipality: str
    organization_id: UUID | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the day lies between its first and its last."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


class AccessRecord(
    Record,
    name="directory.access.v1",
    key="person_id",
    topic="directory.access",
    declared=(_ACCESS,),
    erasure_visible=timedelta(days=30),
):
    """Everything a person may do; nobody without it is let in."""

    person_id: UUID
    grants: tuple[Grant, ...]


class RevokedClientRecord(
    Record,
    name="directory.revoked-client.v1",
    key="revocation_id",
    topic="directory.revoked-clients",
    declared=(NotPersonal(),),
    erasure_visible=timedelta(days=1),
):
    """A program whose credentials are void: no service takes a token that it had at that moment.

    It is told once, and stays told; after a quarter of an hour there is no such token any more.
    """

    revocation_id: UUID
    """Follows from the client's id, see ``revocation_of``."""
    client_id: str
    revoked_at: datetime


UNSHOWN = frozenset({SessionRecord.topic, AccessRecord.topic, CodeRequestRecord.topic})
"""Topics of which no page shows what they say, to operators neither."""


def revocation_of(client_id: str) -> UUID:
    """The key of the one record there is about the revocation of a program."""
    return uuid5(NAMESPACE_URL, f"knotenpunkt:client:{client_id}")


def effective(grants: Collection[Grant], served: Collection[str], day: date) -> Iterator[Grant]:
    """Those that hold on that day in a municipality served here, of roles known here."""
    for grant in grants:
        here = grant.municipality in served or (
            grant.municipality == EVERYONE and grant.role is AccessRole.OPERATOR
        )
        if here and grant.role.is_listed and grant.holds_on(day):
            yield grant
