"""One service's part of what somebody is told: for programs as JSON, for people as HTML."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

import orjson
from markupsafe import Markup

from shared.contracts.kept_words import column_word, table_word
from shared.contracts.services import TITLES
from shared.erasing.collecting import Collected, Found
from shared.privacy.record import activity_of
from shared.web.kit.words import shown

Pairs = list[tuple[str, str]]
_CONTROLS = {code: "\N{REPLACEMENT CHARACTER}" for code in range(32) if chr(code) not in "\t\n\r"}
_HEAD = Markup(
    '<!doctype html><html lang="de"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src'
    " 'unsafe-inline'\"><title>{0}</title><style>body{{font:1rem/1.5 sans-serif;margin:1rem auto;"
    "max-width:50rem;padding:0 1rem}}dl{{border-top:1px solid #767676;margin:0;padding:.5rem 0}}"
    "dt{{font-weight:600}}dd{{margin:0 0 .25rem;overflow-wrap:anywhere}}</style></head><body>"
    "<h1>{0}: was über Sie gespeichert ist</h1><p>Stand: {1}</p>"
    "<p>Leere Felder und Nummern, die nur Programme brauchen, sind hier weggelassen. Sie stehen in"
    " daten.json.</p>"
)


def packed(service: str, found: Collected, now: datetime) -> bytes:
    """A ZIP of two files, and of those that rows hold."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        archive.writestr("daten.json", _json(service, found, now))
        page = "".join(_page(service, found, now))
        archive.writestr("daten.html", page.encode("utf-8", "replace"))
        for name, file in found.files.items():
            archive.writestr(f"dateien/{name}", file)
    return content.getvalue()


def _json(service: str, found: Collected, now: datetime) -> bytes:
    content = {
        "service": service,
        "title": TITLES[service],
        "as_of": now,
        "tables": [
            {
                "table": each.table,
                "purpose": each.purpose,
                "kinds": each.kinds,
                "title": table_word(each.table),
                "kept": each.deletion.text,
                "processing": dict(_processing(service, each.table)),
                "labels": each.labels,
                "rows": each.rows,
            }
            for each in found.tables
        ],
        "withheld": [{"table": table, "reason": reason} for table, reason in found.withheld],
    }
    options = orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS
    return orjson.dumps(content, default=str, option=options)


def _page(service: str, found: Collected, now: datetime) -> Iterator[str]:
    """Every text is data, whatever stands in it."""
    yield _HEAD.format(TITLES[service], shown(now))
    if not found.tables:
        yield "<p>Hier ist nichts über Sie gespeichert.</p>"
    yield from _contents(found.tables)
    for number, each in enumerate(found.tables):
        yield from _table(service, number, each)
    yield "<h2>Was nicht dabei ist, und warum</h2><ul>"
    for table, reason in found.withheld:
        yield Markup("<li>{}: {}</li>").format(table_word(table), reason)
    yield "</ul></body></html>"


def _contents(tables: Sequence[Found]) -> Iterator[str]:
    yield "<nav aria-label='Inhalt'><ul>"
    for number, each in enumerate(tables):
        line = Markup("<li><a href='#t{}'>{}</a>: {}</li>")
        counted = "1 Eintrag" if len(each.rows) == 1 else f"{shown(len(each.rows))} Einträge"
        yield line.format(number, table_word(each.table), counted)
    yield "</ul></nav>"


def _processing(service: str, table: str) -> Pairs:
    """What Article 15(1) asks for beside purpose, kinds and period."""
    activity = activity_of(service, table)
    if activity is None:
        return []
    return [
        ("Rechtsgrundlage", activity.basis),
        ("Wer es bekommt", ", ".join(activity.recipients)),
        ("Woher es kommt", activity.origin),
    ]


def _table(service: str, number: int, found: Found) -> Iterator[str]:
    yield Markup("<h2 id='t{}'>{}</h2>").format(number, table_word(found.table))
    yield from _rows(found)
    yield "<details><summary>Wozu, wie lange und auf welcher Rechtsgrundlage</summary><ul>"
    said = [("Wozu", found.purpose), ("Art", ", ".join(found.kinds))]
    said += [("Wie lange", found.deletion.text), *_processing(service, found.table)]
    for label, text in said:
        yield Markup("<li>{}: {}</li>").format(label, text)
    yield "</ul></details>"


def _rows(found: Found) -> Iterator[str]:
    for row in found.rows:
        read = {name: value for name, value in row.items() if _is_read(value)}
        if not read:
            yield "<p>Ein Eintrag, der nur aus Nummern besteht.</p>"
            continue
        yield "<dl>"
        for name, value in read.items():
            yield Markup("<dt>{}</dt><dd>{}</dd>").format(found.labels[name], _text(value))
        yield "</dl>"


def _is_read(value: Any) -> bool:
    return value not in (None, "", [], {}) and not isinstance(value, UUID)


def _text(value: Any) -> str:
    plain = str(shown(value)) if isinstance(value, date | bool) or value is None else None
    if plain is None:
        plain = _structured(value) if isinstance(value, dict | list) else _safe(value)
    return plain.translate(_CONTROLS)


def _safe(value: Any) -> str:
    return str(value) if isinstance(value, str) and type(value) is str else str(shown(value))


def _structured(value: Any) -> str:
    """Without the signs that only programs need."""
    if isinstance(value, dict):
        pairs = value.items()
        read = ((column_word(str(name)), each) for name, each in pairs if _is_read(each))
        return ", ".join(f"{name}: {_structured(each)}" for name, each in read)
    if isinstance(value, list):
        return "; ".join(_structured(each) for each in value if _is_read(each))
    return str(shown(value))
