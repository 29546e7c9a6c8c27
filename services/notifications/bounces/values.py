"""The addresses to which mail servers send back what they cannot deliver, and calendars answer."""

import re
from base64 import b32encode
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from hmac import compare_digest, digest
from uuid import UUID

from shared.keys import derive
from shared.settings import Settings


class Reported(StrEnum):
    """What was made of a report."""

    NOTED = "noted"
    IGNORED = "ignored"
    KNOWN = "known"
    FORGOTTEN = "forgotten"
    PROPOSED = "proposed"
    """A calendar does not come; its owner is asked whether they mean it."""
    FOREIGN = "foreign"
    """An answer from nobody who was invited to this date."""
    BROKEN = "broken"


_LOCAL = re.compile(r"([a-z]+)\+([0-9a-f]{32})\.([a-z2-7]{16})")
_MAC_BYTES = 10


@dataclass(frozen=True)
class ReturnPath:
    """One address for each mail (VERP) or date, which nobody else can make up.

    In small letters and digits only, because some servers change the case.
    """

    domain: str
    key: bytes
    name: str = "bounce"

    def of(self, mail_id: UUID) -> str:
        """Where what comes back about it is to be sent."""
        return f"{self.name}+{mail_id.hex}.{self._mac(mail_id.hex)}@{self.domain}"

    def opened(self, address: str) -> UUID | None:
        """The mail or date; None for an address that is none of ours."""
        local, _, domain = address.strip().strip("<>").lower().rpartition("@")
        found = _LOCAL.fullmatch(local)
        if found is None or found[1] != self.name or domain != self.domain:
            return None
        return UUID(found[2]) if compare_digest(found[3], self._mac(found[2])) else None

    def _mac(self, name: str) -> str:
        return b32encode(digest(self.key, name.encode(), sha256)[:_MAC_BYTES]).decode().lower()


def return_path(settings: Settings) -> ReturnPath | None:
    """None where reports go to the sender's address, as long as no domain is set."""
    if not settings.bounce_domain:
        return None
    key = derive(settings.secret_of("notifications"), "bounces")
    return ReturnPath(settings.bounce_domain, key)


def calendar_path(settings: Settings) -> ReturnPath | None:
    """The organiser of a date: the same for everybody and for good, or calendars follow no more."""
    if not settings.bounce_domain:
        return None
    key = derive(settings.secret_of("notifications"), "calendar answers")
    return ReturnPath(settings.bounce_domain, key, "kalender")
