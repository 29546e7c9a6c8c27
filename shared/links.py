"""Signed links: they show one thing to whoever holds them, until the end of a day."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from uuid import UUID

from itsdangerous import Signer

from shared.clock import local_date

_FIRST_DAY = date(2020, 1, 1)
_PAYLOAD_CHARACTERS = 24
_PLACEHOLDER = "{token}"
_NAME = re.compile(r"[a-z]+(-[a-z]+)*")


class LinkInvalid(Exception):
    """Not a link of ours, not of this kind, or changed on its way."""


class LinkExpired(Exception):
    """A link of ours whose last day is over."""


@dataclass(frozen=True)
class LinkKind:
    """What a link is for; it opens ``/<service>/l/<what>/<token>``."""

    purpose: str
    service: str
    what: str

    def __post_init__(self) -> None:
        if not self.purpose or not all(map(_NAME.fullmatch, (self.service, self.what))):
            raise ValueError("a link kind needs a purpose, and lower-case names in its path")

    @property
    def route(self) -> str:
        """Below the service."""
        return f"/l/{self.what}/{_PLACEHOLDER}"

    @property
    def path(self) -> str:
        """Below the installation."""
        return f"/{self.service}{self.route}"


class Links:
    """Makes and opens signed links; the same arguments always make the same link."""

    def __init__(self, secret: bytes, public_url: str, now: Callable[[], datetime]) -> None:
        if len(secret) < 16:
            raise ValueError("a link secret has at least 16 bytes")
        self._secret = secret
        self._public_url = public_url.rstrip("/")
        self._now = now

    def url(self, kind: LinkKind, subject: UUID, expires: date) -> str:
        day = (expires - _FIRST_DAY).days
        payload = urlsafe_b64encode(subject.bytes + day.to_bytes(2, "big")).decode()
        token = payload + self._signature(kind, payload)
        return self._public_url + kind.path.replace(_PLACEHOLDER, token)

    def open(self, kind: LinkKind, token: str) -> UUID:
        payload, signature = token[:_PAYLOAD_CHARACTERS], token[_PAYLOAD_CHARACTERS:]
        if not token.isascii() or not compare_digest(self._signature(kind, payload), signature):
            raise LinkInvalid
        content = urlsafe_b64decode(payload)
        last_day = _FIRST_DAY + timedelta(days=int.from_bytes(content[16:], "big"))
        if local_date(self._now()) > last_day:
            raise LinkExpired
        return UUID(bytes=content[:16])

    def _signature(self, kind: LinkKind, payload: str) -> str:
        signer = Signer(
            self._secret,
            salt=f"knotenpunkt.link.{kind.purpose}",
            key_derivation="hmac",
            digest_method=sha256,
        )
        return signer.get_signature(payload).decode()
