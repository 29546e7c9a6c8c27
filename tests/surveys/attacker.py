"""Whoever has everything but the key: dumps of each moment, logs, and who was invited as what.

It knows the attacks by which other survey programs fall: an id or a hash beside the answer, rows
that were written together (``xmin``), the order of rows (``ctid``, ``rowid``), columns of time, the
difference between two dumps, and plain text anywhere in files. It is told which invitation is
whose, as somebody with the service's secret would know until the end.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise, product
from uuid import UUID

import orjson

Row = Mapping[str, object]
PLACES = ("_xmin", "_ctid", "_rowid")


@dataclass(frozen=True)
class Dump:
    """Every row of every table, with its hidden columns, and the bytes of all files."""

    tables: Mapping[str, Sequence[Row]]
    files: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Attacker:
    """``people`` are those asked, by their invitation; ``dumps`` are in the order of time."""

    people: Mapping[UUID, UUID]
    dumps: Sequence[Dump]

    def findings(self, marks: Mapping[UUID, str]) -> dict[str, int]:
        """How many of those who wrote a mark are caught by each attack, if any."""
        last = self.dumps[-1]
        attacks: dict[str, Iterator[tuple[UUID, object]]] = {
            "an id or a hash beside the answer": self._named(last),
            "written together": self._together(last),
            "the order of rows": self._in_order(last),
            "two dumps": self._between(),
        }
        caught = {
            name: len({person for person, kept in set(pairs) if marks[person] in readable(kept)})
            for name, pairs in attacks.items()
        }
        caught["plain text in files"] = sum(mark.encode() in last.files for mark in marks.values())
        caught["a column of time"] = sum(
            _tells_time(row)
            for _, row in _answers(last)
            if any(mark in readable(_frozen(row)) for mark in marks.values())
        )
        return {name: times for name, times in caught.items() if times}

    def _named(self, dump: Dump) -> Iterator[tuple[UUID, object]]:
        for invitation, person in self.people.items():
            for _, row in _answers(dump):
                said = b"\n".join(_bytes(value) for value in row.values())
                if any(trace in said for trace in _traces(invitation, person)):
                    yield person, _frozen(row)

    def _together(self, dump: Dump) -> Iterator[tuple[UUID, object]]:
        for used in dump.tables["urn_invitations"]:
            for _, row in _answers(dump):
                if "_xmin" in row and used.get("_xmin") == row["_xmin"]:
                    yield self.people[_uuid(used["id"])], _frozen(row)

    def _in_order(self, dump: Dump) -> Iterator[tuple[UUID, object]]:
        """The first used is the first that answered."""
        done = [row for row in dump.tables["urn_invitations"] if row["done"]]
        for name in {name for name, _ in _answers(dump)}:
            rows = dump.tables[name]
            if not done or len(rows) != len(done):
                continue
            for one, other in product(PLACES, PLACES):
                if one in done[0] and other in rows[0]:
                    pairs = zip(_sorted(done, one), _sorted(rows, other), strict=True)
                    for used, row in pairs:
                        yield self.people[_uuid(used["id"])], _frozen(row)

    def _between(self) -> Iterator[tuple[UUID, object]]:
        """Who used a link since, and which row is new."""
        for before, after in pairwise(self.dumps):
            old = {_uuid(row["id"]) for row in before.tables["urn_invitations"] if row["done"]}
            known = {_frozen(row) for _, row in _answers(before)}
            fresh = {_frozen(row) for _, row in _answers(after)} - known
            for used in after.tables["urn_invitations"]:
                if used["done"] and _uuid(used["id"]) not in old:
                    yield from ((self.people[_uuid(used["id"])], row) for row in fresh)


def readable(kept: object) -> str:
    """Whatever can be read of a row, by whoever tries."""
    assert isinstance(kept, frozenset)
    return "\n".join(_bytes(value).decode(errors="ignore") for _, value in kept)


def _answers(dump: Dump) -> Iterator[tuple[str, Row]]:
    """Rows in which an answer might be."""
    for name, rows in dump.tables.items():
        if name not in ("urn_invitations", "urn_tokens", "urns"):
            yield from ((name, row) for row in rows)


def _traces(invitation: UUID, person: UUID) -> Iterator[bytes]:
    for each in (invitation, person):
        for text in (str(each), each.hex):
            yield text.encode()
            for digest in ("md5", "sha1", "sha256"):
                made = hashlib.new(digest, text.encode())
                yield from (made.digest(), made.hexdigest().encode())
        yield each.bytes


def _tells_time(row: Row) -> bool:
    """A moment, or an id that was made of one."""
    ids = [_uuid(value) for name, value in row.items() if name == "id" and value is not None]
    return any(each.version in (1, 6, 7) for each in ids) or any(
        isinstance(value, datetime) or (name.endswith("_at") and value)
        for name, value in row.items()
    )


def _sorted(rows: Sequence[Row], place: str) -> list[Row]:
    return sorted(rows, key=lambda row: str(row[place]).zfill(20))


def _frozen(row: Row) -> frozenset[tuple[str, object]]:
    return frozenset((name, _bytes(value)) for name, value in row.items())


def _uuid(value: object) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))


def _bytes(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, dict | list):
        return orjson.dumps(value, default=str)
    return str(value).encode()
