"""What is kept of a second factor, unreadable to whoever reads the table alone."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hmac import digest
from uuid import UUID

from cryptography.fernet import Fernet
from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from services.directory.factors.rules import plain
from shared.context import Context
from shared.web.kit.seal import read_sealed, set_sealed

PURPOSE = "second-factor"
"""Of the key."""
WAITING = "knotenpunkt-zweiter"
"""The cookie of a browser that has done the first step: its secret, target and address."""
WAITING_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Begun:
    """A first step: what its browser holds, where it wants to go, and at which address it was."""

    secret: str
    target: str
    address: str


def lead_to_second(request: Request, begun: Begun) -> Response:
    """Only this browser may do the second step."""
    root = request.scope.get("root_path", "")
    response = RedirectResponse(f"{root}/anmelden/zweiter-schritt", 303)
    held = [begun.secret, begun.target, begun.address]
    set_sealed(request, response, WAITING, held, WAITING_SECONDS)
    return response


def begun_in(request: Request) -> Begun:
    """Empty where no first step was done, or too long ago."""
    return Begun(*(read_sealed(request, WAITING, WAITING_SECONDS) or ("", "", "")))


@dataclass(frozen=True)
class Vault:
    """Seals keys of apps, and digests recovery codes."""

    key: bytes

    @classmethod
    def of(cls, here: Context) -> "Vault":
        return cls(here.key(PURPOSE))

    def encrypt(self, text: str) -> bytes:
        return self._box.encrypt(text.encode())

    def decrypt(self, sealed: bytes) -> str:
        return self._box.decrypt(sealed).decode()

    def digest_of(self, person_id: UUID, recovery_code: str) -> bytes:
        """The same for every spelling of it."""
        text = plain(recovery_code).encode("utf-8", "replace")
        return digest(self.key, person_id.bytes + text, "sha256")

    @property
    def _box(self) -> Fernet:
        return Fernet(urlsafe_b64encode(self.key))
