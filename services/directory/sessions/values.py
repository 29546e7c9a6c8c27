"""How somebody signed in, and with what."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.contracts.accounts import SignInMethod

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Proven:
    """Somebody has proved to be this person; what follows ``browser`` is told by a provider.

    ``at`` is when they proved it there, which may be long ago; if None, just now.
    """

    person_id: UUID
    method: SignInMethod
    browser: str = ""
    issuer: str | None = None
    idp_sid: str | None = None
    id_token: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Renewed:
    """What the browser gets to hold, and for how many seconds."""

    secret: str
    seconds: int


def browser_of(user_agent: str) -> str:
    """As in "Firefox, Windows"; versions would tell one person from others."""
    names = (
        next((name for mark, name in known if mark in user_agent), "")
        for known in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(filter(None, names)) or "unbekannter Browser"
