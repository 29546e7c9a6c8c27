"""What stands in a file that a search of its bytes does not see: compressed batches of Kafka."""

import struct
from collections.abc import Iterator
from pathlib import Path

from aiokafka.errors import KafkaError
from aiokafka.record import MemoryRecords

SEGMENT = ".log"
"""How the files of a broker end; those that it is about to delete as well."""
NUMBERS = {".index", ".timeindex"}
"""A broker keeps megabytes of zeros for them."""
_HEAD = struct.Struct(">qi")
"""Offset, and length of what follows."""


def inside(path: Path) -> Iterator[bytes]:
    """Keys, values and headers of a broker's segment, unpacked; nothing of any other file."""
    if SEGMENT not in path.suffixes:
        return
    with path.open("rb") as file:
        while len(head := file.read(_HEAD.size)) == _HEAD.size:
            _, length = _HEAD.unpack(head)
            if length <= 0 or len(body := file.read(length)) < length:
                return
            try:
                yield from _records(head + body)
            except (KafkaError, ValueError, struct.error):
                return  # not a broker's


def _records(batch: bytes) -> Iterator[bytes]:
    records = MemoryRecords(batch)
    while records.has_next():
        for record in records.next_batch() or ():
            headers = (value or b"" for _, value in record.headers)
            yield b"\0".join((record.key or b"", record.value or b"", *headers))
