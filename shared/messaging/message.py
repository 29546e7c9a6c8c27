"""A message as it travels: a CloudEvent 1.0 in Kafka's binary mode, its data JSON."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.ids import read_id
from shared.messaging.causes import DecodeError, ParkingCause

MAX_BYTES = 900_000
"""The most a message may weigh, in bytes of key, data and headers together."""

Headers = Sequence[tuple[str, bytes]]

_TENANT = re.compile(r"\d{8}")
_TYPE = re.compile(r"[a-z]+(\.[a-z0-9-]+)+\.v\d+")


def headers_text(headers: Headers) -> str:
    """Headers as a database keeps them, whatever bytes they are."""
    return json.dumps([(name, value.decode("latin-1")) for name, value in headers])


def headers_of(text: str) -> Headers:
    """Headers as they arrived, from their text."""
    return [(name, value.encode("latin-1")) for name, value in json.loads(text)]


@dataclass(frozen=True, slots=True)
class Message:
    """``id`` never changes, however often it is delivered; ``data`` is None for an erasure."""

    id: UUID
    topic: str
    key: str
    type: str
    time: datetime
    tenant: str
    correlation_id: UUID
    causation_id: UUID | None
    data: bytes | None

    @property
    def source(self) -> str:
        """The service that announced it."""
        return self.type.partition(".")[0]

    def headers(self) -> list[tuple[str, bytes]]:
        """The CloudEvents attributes as Kafka headers."""
        headers = [
            ("ce_specversion", b"1.0"),
            ("ce_id", str(self.id).encode()),
            ("ce_type", self.type.encode()),
            ("ce_source", f"/{self.source}".encode()),
            ("ce_time", self.time.isoformat().encode()),
            ("ce_tenant", self.tenant.encode()),
            ("ce_correlationid", str(self.correlation_id).encode()),
            ("content-type", b"application/json"),
        ]
        if self.causation_id is not None:
            headers.append(("ce_causationid", str(self.causation_id).encode()))
        return headers


@dataclass(frozen=True, slots=True)
class Partition:
    """An ordered part of a topic."""

    topic: str
    index: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a bus hands over: the bytes, and the message they mean, or why they mean none."""

    partition: Partition
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Headers
    message: Message | None
    problem: DecodeError | None

    @classmethod
    def read(
        cls,
        partition: Partition,
        offset: int,
        key: bytes | None,
        value: bytes | None,
        headers: Sequence[tuple[str, bytes | None]],
    ) -> "Arrival":
        """Decode without raising: undecodable bytes are an arrival with a problem.

        Kafka allows headers without a value; here they have an empty one.
        """
        plain = [(name, content or b"") for name, content in headers]
        try:
            message = decode(partition.topic, key, value, plain)
        except DecodeError as reason:
            return cls(partition, offset, key, value, plain, None, reason)
        return cls(partition, offset, key, value, plain, message, None)


def decode(topic: str, key: bytes | None, value: bytes | None, headers: Headers) -> Message:
    """The message these bytes mean; raises ``DecodeError``."""
    found = dict(headers)
    if not key:
        raise DecodeError(ParkingCause.NO_KEY)
    if found.get("ce_specversion") != b"1.0":
        raise DecodeError(ParkingCause.HEADER, "ce_specversion")
    try:
        message = Message(
            id=read_id(found["ce_id"].decode()),
            topic=topic,
            key=key.decode(),
            type=found["ce_type"].decode(),
            time=datetime.fromisoformat(found["ce_time"].decode()),
            tenant=found["ce_tenant"].decode(),
            correlation_id=read_id(found["ce_correlationid"].decode()),
            causation_id=_optional_id(found.get("ce_causationid")),
            data=value,
        )
    except KeyError as missing:
        raise DecodeError(ParkingCause.HEADER, missing.args[0]) from None
    except ValueError:
        raise DecodeError(ParkingCause.MALFORMED) from None
    if not _TENANT.fullmatch(message.tenant):
        raise DecodeError(ParkingCause.HEADER, "ce_tenant")
    if not _TYPE.fullmatch(message.type) or message.time.tzinfo is None or "\0" in message.key:
        raise DecodeError(ParkingCause.MALFORMED, "ce_type, ce_time, key")
    return message


def _optional_id(value: bytes | None) -> UUID | None:
    return read_id(value.decode()) if value else None
