"""How a database does each statement it is asked while somebody looks on."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from shared.database.engine import Engine

GROWING = frozenset(
    {
        *("access", "addresses", "bulk_requests", "bulk_rows", "clients", "consultations"),
        *("contacts", "departures", "document_versions", "documents", "employments"),
        *("entries", "findings", "former_names", "grants", "identities", "organizations"),
        *("people", "person_keys", "placement_versions", "placements", "posts"),
        *("relationships", "scim_questions", "scim_users", "sessions", "sign_in_addresses"),
        *("sign_ins"),
    }
)
"""Tables that have more rows the more people, schools and years there are."""
_SCAN = re.compile(r"^SCAN (\w+)")
_WHOLE_INDEX = {"Index Scan", "Index Only Scan", "Bitmap Index Scan"}


@dataclass
class Watch:
    """Statements with what was found against their plans: the tables that are read whole."""

    growing: frozenset[str] = GROWING
    statements: int = 0
    whole: dict[str, list[str]] = field(default_factory=dict)
    """Statements by table."""
    _known: dict[str, list[str]] = field(default_factory=dict)
    _asking: bool = False

    def asked(self, connection: Any, statement: str, parameters: Any, sqlite: bool) -> None:
        if self._asking or not statement.lstrip().upper().startswith(("SELECT", "WITH")):
            return
        self.statements += 1
        if statement not in self._known:
            self._asking = True
            read = _of_sqlite if sqlite else _of_postgres
            found = read(connection, statement, parameters)
            self._known[statement] = [each for each in found if each in self.growing]
            self._asking = False
        for table in self._known[statement]:
            self.whole.setdefault(table, []).append(statement)


def _of_sqlite(connection: Any, statement: str, parameters: Any) -> Iterator[str]:
    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    for row in rows:
        if scan := _SCAN.match(row[-1]):
            yield re.sub(r"_\d+$", "", scan[1])


def _of_postgres(connection: Any, statement: str, parameters: Any) -> Iterator[str]:
    """Where it may not read tables in one go, it does so only if no index helps."""
    connection.exec_driver_sql("SET enable_seqscan = off")
    found = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar()
    plan = json.loads(found) if isinstance(found, str) else found
    yield from _read_whole(plan[0]["Plan"])


def _read_whole(node: dict[str, Any], above: str = "") -> Iterator[str]:
    table = node.get("Relation Name", above)
    kind = node["Node Type"]
    whole = kind == "Seq Scan" or (kind in _WHOLE_INDEX and "Index Cond" not in node)
    if whole:
        yield table
    for each in node.get("Plans", ()):
        yield from _read_whole(each, table)


@contextmanager
def watching(engine: Engine, growing: frozenset[str] = GROWING) -> Iterator[Watch]:
    """Every statement that only reads, whoever asks it."""
    watch, engines = (
        Watch(growing),
        [engine._read] if engine.sqlite else [engine._read, engine._walled],
    )

    def note(connection: Any, _: Any, statement: str, parameters: Any, *__: Any) -> None:
        watch.asked(connection, statement, parameters, engine.sqlite)

    for each in engines:
        event.listen(each.sync_engine, "before_cursor_execute", note)
    try:
        yield watch
    finally:
        for each in engines:
            event.remove(each.sync_engine, "before_cursor_execute", note)
