"""Signed links: they show one thing to whoever holds them, until the end of a day."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from shared.clock import local_date
from shared.signing.jwk import Key
from shared.signing.published import PublicKeys
from shared.signing.rings import SigningKeys

_FIRST_DAY = date(2020, 1, 1)
_TOKEN = re.compile(r"([\w-]{8})([\w-]{24})([\w-]{86})", re.ASCII)
"""The key's id, the subject with its last day, the signature."""
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


class LinkMaker:
    """Makes signed links, in the one service that may; equal arguments make equal links."""

    def __init__(self, keys: SigningKeys, public_url: str) -> None:
        self._keys = keys
        self._public_url = public_url.rstrip("/")

    def page(self, path: str) -> str:
        """The address of a page on which somebody signs in."""
        return self._public_url + path

    def url(self, kind: LinkKind, subject: UUID, expires: date) -> str:
        day = (expires - _FIRST_DAY).days
        payload = urlsafe_b64encode(subject.bytes + day.to_bytes(2, "big")).decode()
        key = self._keys.signing()
        signer = key.private_key
        assert isinstance(signer, Ed25519PrivateKey)
        signature = urlsafe_b64encode(signer.sign(_signed(kind, payload))).decode().rstrip("=")
        return self._public_url + kind.path.replace(_PLACEHOLDER, f"{key.kid}{payload}{signature}")


class BlankLinks(LinkMaker):
    """Makes links that look like links and open nothing: for what is only shown."""

    def __init__(self, public_url: str) -> None:
        self._public_url = public_url.rstrip("/")

    def url(self, kind: LinkKind, subject: UUID, expires: date) -> str:
        return self._public_url + kind.path.replace(_PLACEHOLDER, "vorschau")


class Links:
    """Opens signed links; it cannot make any."""

    def __init__(self, keys: PublicKeys, now: Callable[[], datetime]) -> None:
        self._keys = keys
        self._now = now

    async def open(self, kind: LinkKind, token: str) -> UUID:
        """What the link shows; raises ``LinkInvalid``, ``LinkExpired`` and ``KeysUnknown``."""
        found = _TOKEN.fullmatch(token)
        if found is None:
            raise LinkInvalid
        kid, payload, signature = found.groups()
        key = self._keys.known(kid) or await self._keys.find(kid)
        if key is None or not _is_signed(key, _signed(kind, payload), signature):
            raise LinkInvalid
        content = urlsafe_b64decode(payload)
        last_day = _FIRST_DAY + timedelta(days=int.from_bytes(content[16:], "big"))
        if local_date(self._now()) > last_day:
            raise LinkExpired
        return UUID(bytes=content[:16])


def _signed(kind: LinkKind, payload: str) -> bytes:
    return f"knotenpunkt.link.{kind.purpose}.{payload}".encode()


def _is_signed(key: Key, content: bytes, signature: str) -> bool:
    verifier = key.public_key
    assert isinstance(verifier, Ed25519PublicKey)
    given = urlsafe_b64decode(signature + "==")
    if urlsafe_b64encode(given).decode().rstrip("=") != signature:
        return False
    try:
        verifier.verify(given, content)
    except InvalidSignature:
        return False
    return True
