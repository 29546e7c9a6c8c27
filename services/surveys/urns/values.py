"""Urns, and the sheets in them, as the neighbours see them."""

import hmac
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared.keys import derive

STEP = 5
"""By how many the progress grows that anybody sees."""
LENGTH = 4
"""Bytes before a sheet that say how long it is."""
GROUPS_AT_MOST = 512
"""Bytes that coarse codes add to a sheet."""
CODE_AT_MOST = 200
"""Characters of an attribute and a code of it together."""
KEY = "urns"
"""The purpose of the key under which headers and invitations are sealed."""
_POINT = 32
_ONCE = bytes(12)
"""A key is used for one box only, so this may always be the same."""

Groups = Mapping[str, str]
"""A coarse code for each attribute that results are broken down by, such as the kind of school."""


class UrnState(StrEnum):
    """What has become of an urn."""

    PLANNED = "planned"
    READY = "ready"
    """It has its key and waits for the one before it."""
    OPEN = "open"
    """It takes answers."""
    CLOSING = "closing"
    OPENED = "opened"
    DESTROYED = "destroyed"
    STOPPED = "stopped"
    """Something in it is not as it was sealed; somebody has to look."""


FINAL = (UrnState.OPENED, UrnState.DESTROYED)


class Outcome(StrEnum):
    """What has become of a sheet that was handed in."""

    TAKEN = "taken"
    ALREADY = "already"
    """The link was used before; people see the same page as after success."""
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Sheet:
    """What one person answered: value keys by question and row, and free texts by question."""

    choices: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Invited:
    """Who is asked, and what of them is counted beside their answers."""

    person_id: UUID
    groups: Groups = field(default_factory=dict)


@dataclass(frozen=True)
class FreshLink:
    """The secret of one more link; it goes into a mail and nowhere else."""

    person_id: UUID
    token: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class UrnPlan:
    """What is fixed before anybody is asked.

    A rolling urn has no end of its own: people come to it one by one, and it is opened when a
    quarter is over and enough answers are in it; then the next one takes its place.
    """

    survey_id: UUID
    tenant: str
    questionnaire: str
    """SHA-256 of the frozen questionnaire."""
    group_rule: str
    largest_sheet: int
    """Bytes of the largest sheet that the questionnaire allows."""
    closes_at: datetime | None = None
    """None for a rolling urn."""


@dataclass(frozen=True)
class Visit:
    """What a link leads to; ``groups`` are what the check page says is counted."""

    state: Outcome | None
    """None where the link may be used."""
    survey_id: UUID
    closes_at: datetime | None
    groups: Groups


@dataclass(frozen=True)
class UrnSummary:
    """What anybody may know of an urn: ``progress`` are full steps of five, once a day."""

    id: UUID
    state: UrnState
    closes_at: datetime
    progress: int
    invited: int | None
    answered: int | None


@dataclass(frozen=True)
class TendedUrn:
    """What the process that holds the keys has to know of an urn."""

    id: UUID
    survey_id: UUID
    tenant: str
    state: UrnState
    public_key: bytes | None


@dataclass(frozen=True)
class Contents:
    """What a closed urn holds, and the codes of those who were asked and have not answered."""

    rolling: bool
    boxes: Sequence[bytes]
    silent: Sequence[Groups]


class Broken(Exception):
    """An urn is not as it was sealed; the reason names nobody."""


@dataclass(frozen=True)
class OpenedSheet:
    """A sheet beside the codes that it is counted by."""

    sheet: Sheet
    groups: Groups


def sealed_slip(public_key: bytes, sheet: OpenedSheet, size: int, urn_id: UUID) -> bytes:
    """A box of constant size that only the urn's private key opens."""
    written = orjson.dumps((sheet.sheet.choices, sheet.sheet.texts, sheet.groups))
    if len(written) + LENGTH > size:
        raise ValueError("the sheet is larger than the questionnaire allows")
    padded = (len(written).to_bytes(LENGTH, "big") + written).ljust(size, b"\0")
    once = X25519PrivateKey.generate()
    point = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public_key))
    return point + _cipher(shared, point + public_key).encrypt(_ONCE, padded, urn_id.bytes)


def unseal(private_key: X25519PrivateKey, box: bytes, urn_id: UUID) -> OpenedSheet:
    """What was sealed; raises ``Broken`` for what was not sealed for this urn."""
    point, sealed = box[:_POINT], box[_POINT:]
    public_key = private_key.public_key().public_bytes_raw()
    try:
        shared = private_key.exchange(X25519PublicKey.from_public_bytes(point))
        padded = _cipher(shared, point + public_key).decrypt(_ONCE, sealed, urn_id.bytes)
    except (InvalidTag, ValueError) as error:
        raise Broken("a slip was not sealed for this urn") from error
    length = int.from_bytes(padded[:LENGTH], "big")
    choices, texts, groups = orjson.loads(padded[LENGTH : LENGTH + length])
    return OpenedSheet(Sheet(choices, texts), groups)


def _cipher(shared: bytes, salt: bytes) -> ChaCha20Poly1305:
    key = HKDF(SHA256(), length=32, salt=salt, info=b"knotenpunkt.urn.slip").derive(shared)
    return ChaCha20Poly1305(key)


class Header(Protocol):
    """What of an urn is sealed."""

    id: UUID
    survey_id: UUID
    rolling: bool
    closes_at: datetime
    questionnaire: str
    group_rule: str
    invited: int
    slip_size: int


class Seals:
    """What only holders of the service's secret can make: it is in no database."""

    def __init__(self, key: bytes) -> None:
        self._header = derive(key, "urn.header")
        self._mac = derive(key, "urn.person")
        self._box = ChaCha20Poly1305(derive(key, "urn.box"))

    def header(self, urn: Header, public_key: bytes) -> bytes:
        """Over everything that may not change once people are asked."""
        invited = None if urn.rolling else urn.invited
        ends = None if urn.rolling else int(urn.closes_at.timestamp())
        facts = (str(urn.id), str(urn.survey_id), public_key.hex(), urn.questionnaire)
        sealed = orjson.dumps((*facts, urn.group_rule, urn.slip_size, invited, ends))
        return hmac.digest(self._header, sealed, "sha256")

    def check(self, urn: Header, public_key: bytes | None, header: bytes | None) -> bytes:
        """The public key, if it is the one that was sealed; raises ``Broken``."""
        if public_key is None or header is None:
            raise Broken("the urn has no key")
        if not hmac.compare_digest(self.header(urn, public_key), header):
            raise Broken("the urn's header is not the one that was sealed")
        return public_key

    def mac(self, survey_id: UUID, person_id: UUID) -> bytes:
        """The same person is the same once more, to whoever has the secret."""
        return hmac.digest(self._mac, survey_id.bytes + person_id.bytes, "sha256")

    def box(self, survey_id: UUID, person_id: UUID, groups: Groups) -> bytes:
        nonce = os.urandom(12)
        written = orjson.dumps(groups)
        if len(written) > GROUPS_AT_MOST:
            raise ValueError("the codes of groups are too long")
        padded = person_id.bytes + written.ljust(GROUPS_AT_MOST)
        return nonce + self._box.encrypt(nonce, padded, survey_id.bytes)

    def open_box(self, survey_id: UUID, box: bytes) -> tuple[UUID, Groups]:
        """Raises ``Broken``."""
        try:
            opened = self._box.decrypt(box[:12], box[12:], survey_id.bytes)
        except InvalidTag as error:
            raise Broken("an invitation was not made here") from error
        return UUID(bytes=opened[:16]), orjson.loads(opened[16:])

    def slip(
        self, urn: Header, public_key: bytes | None, header: bytes | None, sheet: OpenedSheet
    ) -> bytes:
        """The sheet as it is stored; raises ``Broken`` where the urn was touched."""
        return sealed_slip(self.check(urn, public_key, header), sheet, urn.slip_size, urn.id)
