"""``python -m deploy.data_map``: what is kept about people, for docs/data-protection.md.

A row for everything that says the same about its kind, purpose and deletion.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy import MetaData

from deploy.kept import FILES, LOG_FIELDS, SameAs
from deploy.services import NAMES, load
from shared.contracts.catalogue import bodies
from shared.messaging.tables import metadata as backbone
from shared.privacy.columns import declared
from shared.privacy.declared import DATA, ByTopic, Declared, Personal, Unlinked

MARK = "<!-- data map -->"
"""Stands on the page before and after the table."""
HEAD = "| wo | was | Art | über wen | wozu | wie lange |\n|---|---|---|---|---|---|"
_ALIKE = {"tables": "wie die Tabellen", "topics": "wie die Topics", "logs": "wie die Protokolle"}

Said = tuple[str, str, str, Declared | SameAs | None]
"""Where, in what, which part of it, and what it says."""


def data_map() -> str:
    """The table, in Markdown."""
    rows: dict[tuple[str, ...], dict[str, list[str]]] = {}
    for where, what, part, says in _everything():
        if told := _told(says):
            rows.setdefault((where, *told), {}).setdefault(what, []).append(part)
    lines = [
        f"| {key[0]} | {_shown(parts)} | {' | '.join(key[1:])} |" for key, parts in rows.items()
    ]
    return "\n".join([HEAD, *lines])


def _everything() -> Iterator[Said]:
    for name in NAMES:
        service = load(name)
        yield from _columns(service.title, service.tables)
    yield from _columns("jeder Dienst", backbone)
    for _, body in sorted(bodies().items()):
        for says in body.declared:
            yield ("Kafka", body.topic, "", says)
    for file in FILES:
        yield ("Dateien", file.pattern.strip("<>"), "", file.holds)
    for field, says in LOG_FIELDS.items():
        yield ("Protokolle", field, "", says)


def _columns(where: str, tables: MetaData) -> Iterator[Said]:
    for table in sorted(tables.tables.values(), key=lambda table: table.name):
        for column in table.columns:
            says = declared(column)
            yield (where, table.name, _own(column.name, says, table.info.get(DATA)), says)


def _own(column: str, says: Declared | None, of_all: Declared | None) -> str:
    """Nothing where the whole table says the same."""
    alike = replace(says, identifies="", prefix="") if isinstance(says, Personal) else says
    return "" if alike == of_all else column


def _told(says: Declared | SameAs | None) -> tuple[str, str, str, str] | None:
    match says:
        case Personal(kinds=kinds, about=about, purpose=purpose, deletion=deletion):
            whom = about.reason if isinstance(about, Unlinked) else f"`{about}`"
            return ", ".join(kinds), whom, purpose, deletion.text
        case ByTopic(purpose=purpose, deletion=deletion):
            return "was das Topic sagt", "wen das Topic nennt", purpose, deletion.text
        case SameAs(what=what, deletion=deletion):
            alike = _ALIKE[what]
            return alike, alike, alike, deletion.text if deletion else alike
    return None


def _shown(parts: dict[str, list[str]]) -> str:
    return "; ".join(
        f"`{what}`: {', '.join(names)}" if all(names) else f"`{what}`"
        for what, names in _sorted(parts.items())
    )


def _sorted(items: Iterable[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    return sorted((what, list(dict.fromkeys(names))) for what, names in items)


if __name__ == "__main__":
    print(data_map())
