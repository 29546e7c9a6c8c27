"""What a seal says of entries, and of the seal before it; whoever lacks the key can make none."""

import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Protocol

MAX_ENTRIES = 1000
"""Under one seal: what a check reads at least."""


HALF = 32
"""Hexadecimal digits of each half of a digest: 128 bits."""
BEFORE_ALL = -(2**62)
"""Below every position."""


class Entry(Protocol):
    """A row of the audit."""

    @property
    def position(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def tenant(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def object_kind(self) -> str: ...
    @property
    def object_id(self) -> str: ...


@dataclass(frozen=True)
class Seal:
    """One link of a tenant's chain; ``digest`` is of its entries, and of what it says itself."""

    tenant: str
    number: int
    after: int
    up_to: int
    entries: int
    newest: datetime
    digest: str
    seal: str


def digest_of(key: bytes, entries: Iterable[Entry]) -> str:
    """Of every column of every entry, in order."""
    made = hmac.new(key, digestmod=sha256)
    for each in entries:
        values = [
            each.position,
            each.at.isoformat(timespec="microseconds"),
            each.tenant,
            each.actor,
            each.role,
            each.action,
            each.object_kind,
            each.object_id,
        ]
        made.update(json.dumps(values).encode() + b"\n")
    return made.hexdigest()[:HALF]


def sealed(key: bytes, before: Seal | None, entries: Sequence[Entry]) -> Seal:
    """The next link over entries of one tenant, of which there is at least one."""
    bare = Seal(
        tenant=entries[0].tenant,
        number=before.number + 1 if before else 1,
        after=before.up_to if before else BEFORE_ALL,
        up_to=entries[-1].position,
        entries=len(entries),
        newest=max(each.at for each in entries),
        digest=digest_of(key, entries),
        seal="",
    )
    bare = replace(bare, digest=bare.digest + _of_itself(key, bare))
    return replace(bare, seal=seal_of(key, before.seal if before else "", bare))


def says_itself(key: bytes, seal: Seal) -> bool:
    """Whether what it says is as it was made, though nothing before it is there any more."""
    return hmac.compare_digest(seal.digest[HALF:], _of_itself(key, seal))


def _of_itself(key: bytes, seal: Seal) -> str:
    moment = seal.newest.isoformat(timespec="microseconds")
    values = ["anchor", seal.tenant, seal.number, seal.after, seal.up_to, seal.entries, moment]
    said = json.dumps([*values, seal.digest[:HALF]]).encode()
    return hmac.new(key, said, sha256).hexdigest()[:HALF]


def chain(key: bytes, last: Seal | None, entries: Sequence[Entry], each: int) -> Iterator[Seal]:
    """As many links as the entries need, with so many for each at most."""
    for begin in range(0, len(entries), each):
        last = sealed(key, last, entries[begin : begin + each])
        yield last


def seal_of(key: bytes, before: str, seal: Seal) -> str:
    """What ties it to the one before, of which ``before`` is the seal."""
    values = [
        before,
        seal.tenant,
        seal.number,
        seal.after,
        seal.up_to,
        seal.entries,
        seal.newest.isoformat(timespec="microseconds"),
        seal.digest,
    ]
    return hmac.new(key, json.dumps(values).encode(), sha256).hexdigest()
