"""What a hire must satisfy, and how files of hires are read: CSV as spreadsheets write it, JSON."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from services.directory.hires.schemas import NewHire
from services.directory.rules import day_errors, named_twice
from shared.web.problem import FieldError, Problem
from shared.web.validation import innermost

MOST_ROWS = 5000
MOST_BYTES = 5 * 1024 * 1024

_HEADINGS = {
    "personalnummer": "external_id",
    "vorname": "given_name",
    "nachname": "family_name",
    "e-mail": "email",
    "beginn": "start_date",
    "schulnummer": "school_number",
    "wochenstunden": "weekly_hours",
    "schulnummer 2": "school_number_2",
    "wochenstunden 2": "weekly_hours_2",
    "finanzierung": "funding",
    "befristet bis": "fixed_term_until",
}
_REQUIRED = (
    "external_id",
    "given_name",
    "family_name",
    "email",
    "start_date",
    "school_number",
    "weekly_hours",
    "funding",
)
_OPTIONAL = ("school_number_2", "weekly_hours_2", "fixed_term_until")


@dataclass(frozen=True)
class FileRow:
    """One row: a hire, or what is wrong with it."""

    number: int
    hire: NewHire | None
    errors: tuple[FieldError, ...] = ()


def hire_errors(hire: NewHire, today: date) -> list[FieldError]:
    """What contradicts itself or the calendar."""
    errors = [*day_errors("start_date", hire.start_date, today), *named_twice(hire.placements)]
    if hire.fixed_term_until is not None and hire.fixed_term_until <= hire.start_date:
        errors.append(FieldError("fixed_term_until", "must lie after start_date"))
    return errors


def read_json(body: bytes) -> list[FileRow]:
    """The hires of a JSON array; raises ``Problem`` if it is none."""
    try:
        elements = json.loads(body)
    except (ValueError, RecursionError):
        raise Problem(400, "malformed-body", "The body is not valid JSON") from None
    if not isinstance(elements, list):
        raise Problem(422, "invalid-file", "The body is not a JSON array of hires")
    _refuse_length(len(elements))
    return [_row(number, element) for number, element in enumerate(elements, 1)]


def read_csv(body: bytes) -> list[FileRow]:
    """The hires of a CSV file; raises ``Problem`` if its heading cannot be used."""
    text = _text(body)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        cells = list(lines)
    except csv.Error as error:
        detail = f"line {lines.line_num}: {error}"
        raise Problem(422, "invalid-file", "The CSV cannot be read", detail) from None
    heading, rows = _heading(cells[0] if cells else []), cells[1:]
    _refuse_length(len(rows))
    return list(_csv_rows(heading, rows))


def _csv_rows(heading: list[str], rows: list[list[str]]) -> Iterator[FileRow]:
    for number, cells in enumerate(rows, 1):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(heading):
            reason = f"has {len(cells)} cells where the heading has {len(heading)}"
            yield FileRow(number, None, (FieldError("row", reason),))
            continue
        values = {name: cell.strip() for name, cell in zip(heading, cells, strict=True)}
        yield _row(number, _nested(values))


def _nested(values: dict[str, str]) -> dict[str, Any]:
    given = {name: value for name, value in values.items() if value}
    placements = [
        {
            "school_number": given.get(f"school_number{suffix}", ""),
            "weekly_hours": given.get(f"weekly_hours{suffix}", "").replace(",", "."),
        }
        for suffix in ("", "_2")
        if not suffix or given.get("school_number_2") or given.get("weekly_hours_2")
    ]
    hire: dict[str, Any] = {
        "external_id": given.get("external_id", ""),
        "person": {n: given.get(n, "") for n in ("given_name", "family_name", "email")},
        "start_date": _iso(given.get("start_date", "")),
        "placements": placements,
        "funding": given.get("funding", "").lower(),
    }
    if "fixed_term_until" in given:
        hire["fixed_term_until"] = _iso(given["fixed_term_until"])
    return hire


def _row(number: int, element: Any) -> FileRow:
    try:
        return FileRow(number, NewHire.model_validate_json(json.dumps(element)))
    except ValidationError as error:
        errors = [
            FieldError(".".join(map(str, detail["loc"])) or "row", detail["msg"])
            for detail in error.errors(include_url=False, include_context=False)
        ]
        return FileRow(number, None, tuple(innermost(errors)))


def _text(body: bytes) -> str:
    """UTF-8 with or without its mark, else Windows-1252, as spreadsheets on Windows write."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("cp1252", "replace")
    if "\0" in text:
        raise Problem(422, "invalid-file", "The file contains NUL characters")
    return text


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return ";" if first.count(";") >= first.count(",") else ","


def _heading(cells: list[str]) -> list[str]:
    names = [_HEADINGS.get(cell.strip().lower(), cell.strip().lower()) for cell in cells]
    errors = [FieldError(name, "this column is missing") for name in _REQUIRED if name not in names]
    for index, name in enumerate(names):
        if name not in _REQUIRED + _OPTIONAL:
            errors.append(FieldError(f"column {index + 1}", "this heading is not known"))
        elif name in names[:index]:
            errors.append(FieldError(name, "this column stands there twice"))
    if errors:
        raise Problem(422, "invalid-file", "The heading cannot be used", errors=errors)
    return names


def _iso(day: str) -> str:
    try:
        return datetime.strptime(day, "%d.%m.%Y").date().isoformat()  # noqa: DTZ007
    except ValueError:
        return day


def _refuse_length(rows: int) -> None:
    if rows == 0:
        raise Problem(422, "invalid-file", "The file contains no hire")
    if rows > MOST_ROWS:
        detail = f"{rows} rows where {MOST_ROWS} are the most"
        raise Problem(422, "invalid-file", "The file has too many rows", detail)
