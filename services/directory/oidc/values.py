"""What signing in through the provider yields, and the reasons for which it yields nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

RETURN_PATH = "/directory/oidc/zurueck"
"""Where the provider sends the browser after a sign-in."""
LOGOUT_PATH = "/directory/oidc/abmeldung"
"""Where it posts logout tokens (back channel)."""
SIGNED_OUT_PATH = "/directory/abgemeldet"
"""Where it sends the browser after a sign-out."""
CHECK_PATH = "/directory/anmeldung-pruefen"
"""Where an operator tries a sign-in; coming back there begins none."""
BROWSER_SECONDS = 30 * 60
"""How long a sign-in may take, and how long the browser's cookie for it lasts."""


class Reason(StrEnum):
    """Why somebody is not signed in, or a logout is not believed."""

    NOT_CONFIGURED = "not-configured"
    UNREACHABLE = "provider-unreachable"
    UNUSABLE = "provider-unusable"
    WRONG_ISSUER = "wrong-issuer"
    CANCELLED = "cancelled"
    PROVIDER_REFUSED = "provider-refused"
    CLIENT_REFUSED = "client-refused"
    FLOW_UNKNOWN = "flow-unknown"
    UNREADABLE = "token-unreadable"
    KEY_UNKNOWN = "key-unknown"
    CLAIM_MISSING = "claim-missing"
    CLAIM_WRONG = "claim-wrong"
    EXPIRED = "token-expired"
    CLOCK_DIFFERS = "clock-differs"
    SUBJECT_CHANGED = "subject-changed"
    REPEATED = "token-repeated"


TEXTS = {
    Reason.NOT_CONFIGURED: "Die Anmeldung über den Anmeldedienst ist nicht eingerichtet.",
    Reason.UNREACHABLE: "Der Anmeldedienst antwortet nicht. Versuchen Sie es gleich noch einmal.",
    Reason.UNUSABLE: "Der Anmeldedienst antwortet, aber Knotenpunkt versteht die Antwort nicht.",
    Reason.WRONG_ISSUER: "Der Anmeldedienst nennt sich anders, als es eingestellt ist.",
    Reason.CANCELLED: "Die Anmeldung wurde abgebrochen, oder der Anmeldedienst erlaubt sie nicht.",
    Reason.PROVIDER_REFUSED: "Der Anmeldedienst hat abgebrochen. Beginnen Sie noch einmal.",
    Reason.CLIENT_REFUSED: "Der Anmeldedienst kennt Knotenpunkt oder sein Geheimnis nicht.",
    Reason.FLOW_UNKNOWN: "Diese Anmeldung ist abgelaufen, schon benutzt oder aus einem anderen"
    " Browser."
    " Beginnen Sie noch einmal.",
    Reason.UNREADABLE: "Die Antwort des Anmeldedienstes ist nicht gültig unterschrieben.",
    Reason.KEY_UNKNOWN: "Den Schlüssel der Unterschrift nennt der Anmeldedienst nicht.",
    Reason.CLAIM_MISSING: "In der Antwort des Anmeldedienstes fehlt eine Angabe.",
    Reason.CLAIM_WRONG: "In der Antwort des Anmeldedienstes stimmt eine Angabe nicht.",
    Reason.EXPIRED: "Die Antwort des Anmeldedienstes ist abgelaufen. Beginnen Sie noch einmal.",
    Reason.CLOCK_DIFFERS: "Die Uhr des Anmeldedienstes geht gegenüber unserer zu weit vor.",
    Reason.SUBJECT_CHANGED: "Es wurde umgestellt, woran der Anmeldedienst Personen erkennt."
    " Der Betrieb muss die Dienstkonten erst zuordnen.",
    Reason.REPEATED: "Diese Abmeldung wurde schon entgegengenommen.",
}
"""For people; ``detail`` beside it is for the operator."""


class OidcRefused(Exception):
    """``claims`` are names, never values; ``detail`` is technical and about nobody."""

    def __init__(self, reason: Reason, claims: Sequence[str] = (), detail: str = "") -> None:
        super().__init__(": ".join(filter(None, (reason, ", ".join(claims), detail))))
        self.reason, self.claims, self.detail = reason, tuple(claims), detail

    @property
    def text(self) -> str:
        """German, with the names of the claims."""
        named = f" Betroffen: {', '.join(self.claims)}." if self.claims else ""
        return TEXTS[self.reason] + named


class RolesGiven(StrEnum):
    """What the provider says about roles."""

    LISTED = "listed"
    """These; none if the list is empty."""
    MISSING = "missing"
    """The claim is not there: nothing changes."""
    OVERAGE = "overage"
    """Too many groups to be told: nothing changes, and people are told."""
    UNREADABLE = "unreadable"
    """The claim is neither a text nor a list of texts."""


@dataclass(frozen=True)
class SuggestedRoles:
    """A suggestion: what somebody may do stands in our own records."""

    given: RolesGiven
    names: tuple[str, ...] = ()

    def known(self, ours: Collection[str]) -> tuple[str, ...]:
        """Those that mean something to us."""
        return tuple(name for name in self.names if name in ours)

    def unknown(self, ours: Collection[str]) -> tuple[str, ...]:
        """Those that do not, for the operator."""
        return tuple(name for name in self.names if name not in ours)


@dataclass(frozen=True)
class Begun:
    """Where the browser goes, and the cookie that proves later that it was this browser."""

    address: str
    browser: str


@dataclass(frozen=True)
class Returned:
    """What the browser brings back: query parameters, and its cookie."""

    state: str
    browser: str
    code: str = ""
    error: str = ""
    issuer: str = ""
    """RFC 9207; not every provider sends it."""


@dataclass(frozen=True)
class SignedInByProvider:
    """Who signed in, as the provider says.

    (``issuer``, ``subject``) is the identity. ``sub`` is how logout tokens name it, which differs
    where another claim was chosen as the subject; a session keeps it with ``idp_sid``.
    """

    issuer: str
    subject: str
    sub: str
    idp_sid: str | None
    id_token: str = field(repr=False)
    shown_name: str = field(repr=False)
    address: str | None = field(repr=False)
    """As the provider knows it: never proves who somebody is."""
    roles: SuggestedRoles
    claims: tuple[str, ...]
    """The names of all that the id_token says."""
    target: str
    """A path of ours to go on with."""
    proven_at: datetime | None = None
    """When they proved there who they are, where the provider says so."""
    personnel_number: str | None = field(default=None, repr=False)
    """The carrier's number of them, where one is told and believed."""


@dataclass(frozen=True)
class LoggedOut:
    """Whose sessions end: that of ``sid``, or all of ``sub``.

    With ``ends_all`` all sessions of the person end even if a ``sid`` is named; without a ``sub``
    the session of ``sid`` says whose.
    """

    issuer: str
    sub: str | None
    sid: str | None
    ends_all: bool
    token_id: str = ""
    """The token's ``jti``; empty for the front channel."""


@dataclass(frozen=True)
class Checked:
    """What the operator sees of the provider before anybody signs in."""

    issuer_set: str
    issuer_found: str
    token_address: str
    keys_address: str
    pairwise: bool
    pkce: bool | None
    """None where the provider does not say."""
    back_channel_logout: bool
    front_channel_logout: bool
    end_session: bool
