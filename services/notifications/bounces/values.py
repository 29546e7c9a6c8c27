"""The address to which a mail server sends back what it cannot deliver."""

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


_LOCAL = re.compile(r"bounce\+([0-9a-f]{32})\.([a-z2-7]{16})")
_MAC_BYTES = 10


@dataclass(frozen=True)
class ReturnPath:
    """One address for each mail (VERP), which nobody else can make up.

    In small letters and digits only, because some servers change the case.
    """

    domain: str
    key: bytes

    def of(self, mail_id: UUID) -> str:
        """Where a report about this mail is to be sent."""
        return f"bounce+{mail_id.hex}.{self._mac(mail_id.hex)}@{self.domain}"

    def opened(self, address: str) -> UUID | None:
        """The mail; None for an address that is none of ours."""
        local, _, domain = address.strip().strip("<>").lower().rpartition("@")
        found = _LOCAL.fullmatch(local)
        if found is None or domain != self.domain:
            return None
        return UUID(found[1]) if compare_digest(found[2], self._mac(found[1])) else None

    def _mac(self, name: str) -> str:
        return b32encode(digest(self.key, name.encode(), sha256)[:_MAC_BYTES]).decode().lower()


def return_path(settings: Settings) -> ReturnPath | None:
    """None where reports go to the sender's address, as long as no domain is set."""
    if not settings.bounce_domain:
        return None
    key = derive(settings.secret_of("notifications"), "bounces")
    return ReturnPath(settings.bounce_domain, key)
