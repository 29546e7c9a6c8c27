"""What is kept of a second factor, unreadable to whoever reads the table alone."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hmac import digest
from io import BytesIO
from uuid import UUID

import segno
from cryptography.fernet import Fernet
from markupsafe import Markup

from services.directory.factors.rules import address_for_apps, groups, new_key, plain
from services.directory.passkeys.values import Owned
from shared.context import Context

PURPOSE = "second-factor"
"""Of the key."""


class Verdict(StrEnum):
    """What has become of an attempt."""

    RIGHT = "right"
    WRONG = "wrong"
    COPIED = "copied"
    """The counter of a passkey went back."""
    USED_UP = "used_up"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Attempt:
    """The browser that tries: what it holds, and what it is called."""

    secret: str
    browser: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whose sign-in it is, if the attempt was right; and recovery codes, if they are new."""

    verdict: Verdict
    person_id: UUID | None = None
    recovery_codes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class AppKey:
    """What an app is to know, for its owner to bring it there."""

    text: str
    owner: str

    @classmethod
    def new(cls, owner: str) -> "AppKey":
        return cls(new_key(), owner)

    @property
    def groups(self) -> Sequence[str]:
        """As it is typed."""
        return groups(self.text)

    @property
    def address(self) -> str:
        """By which an app on the same device takes it over."""
        return address_for_apps(self.text, self.owner)

    @property
    def picture(self) -> Markup:
        """The address as a QR code in SVG, dark on light whatever the page's colours."""
        file = BytesIO()
        segno.make(self.address, error="m").save(
            file, kind="svg", xmldecl=False, scale=5, light="#fff", title="QR-Code für die App"
        )
        return Markup(file.getvalue().decode().replace("<svg ", '<svg role="img" ', 1))  # noqa: S704 of our own text


@dataclass(frozen=True, slots=True)
class SetUp:
    """What somebody has for their second step."""

    app_since: datetime | None
    passkeys: Sequence[Owned]
    codes_left: int
    codes_used: int

    @property
    def is_any(self) -> bool:
        return self.app_since is not None or bool(self.passkeys)


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

    def challenge_of(self, browser_hash: UUID, attempts: int) -> bytes:
        """What a passkey signs in this browser; another one after each attempt."""
        text = f"challenge {browser_hash} {attempts}".encode()
        return digest(self.key, text, "sha256")

    def digest_of(self, person_id: UUID, recovery_code: str) -> bytes:
        """The same for every spelling of it."""
        text = plain(recovery_code).encode("utf-8", "replace")
        return digest(self.key, person_id.bytes + text, "sha256")

    @property
    def _box(self) -> Fernet:
        return Fernet(urlsafe_b64encode(self.key))
