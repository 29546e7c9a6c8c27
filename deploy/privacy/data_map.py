"""What is kept about people in each table, topic, file and log field.

A row for everything that says the same about its kind, purpose and deletion.
"""

from collections.abc import Iterable, Iterator

from deploy.kept import SameAs
from deploy.privacy.everything import Said, everything
from shared.privacy.declared import ByTopic, Declared, Deletion, Personal, Unlinked
from shared.privacy.record import Kept

HEAD = "| wo | was | Art | über wen | wozu | wie lange |\n|---|---|---|---|---|---|"
_ALIKE = {"tables": "wie die Tabellen", "topics": "wie die Topics", "logs": "wie die Protokolle"}

Told = tuple[tuple[str, ...], str, str, Deletion | None]
"""Of what kinds, about whom, what for and how long."""
Row = tuple[str, str, dict[str, tuple[str, ...]], Told]
"""The service, where, which columns of which tables, and what they say."""


def data_map() -> str:
    """The table, in Markdown."""
    lines = [
        f"| {where} | {_shown(parts)} | {', '.join(kinds)} | {about} | {purpose}"
        f" | {_long(deletion)} |"
        for _, where, parts, (kinds, about, purpose, deletion) in _rows(everything())
    ]
    return "\n".join([HEAD, *lines])


def kept(said: Iterable[Said]) -> list[Kept]:
    """The same rows for the record; what is only a copy of something else has no period there."""
    return [
        Kept(
            service=service,
            where=where,
            parts=parts,
            kinds=kinds,
            about=about,
            purpose=purpose,
            deletion=deletion.key,
        )
        for service, where, parts, (kinds, about, purpose, deletion) in _rows(said)
        if deletion is not None
    ]


def _rows(said: Iterable[Said]) -> Iterator[Row]:
    rows: dict[tuple[str, str, Told], dict[str, list[str]]] = {}
    for each in said:
        if told := _told(each.says):
            rows.setdefault((each.service, each.where, told), {}).setdefault(each.what, []).append(
                each.part
            )
    for (service, where, told), parts in rows.items():
        yield (
            service,
            where,
            {what: _named(columns) for what, columns in sorted(parts.items())},
            told,
        )


def _named(columns: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(columns)) if all(columns) else ()


def _told(says: Declared | SameAs | None) -> Told | None:
    match says:
        case Personal(kinds=kinds, about=about, purpose=purpose, deletion=deletion):
            whom = about.reason if isinstance(about, Unlinked) else f"`{about}`"
            return tuple(map(str, kinds)), whom, purpose, deletion
        case ByTopic(purpose=purpose, deletion=deletion):
            return ("was das Topic sagt",), "wen das Topic nennt", purpose, deletion
        case SameAs(what=what, deletion=deletion):
            alike = _ALIKE[what]
            return (alike,), alike, alike, deletion
    return None


def _long(deletion: Deletion | None) -> str:
    return deletion.text if deletion else "wie dort"


def _shown(parts: dict[str, tuple[str, ...]]) -> str:
    return "; ".join(
        f"`{what}`: {', '.join(names)}" if names else f"`{what}`" for what, names in parts.items()
    )
