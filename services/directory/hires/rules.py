"""What a hire must satisfy, and how files of hires are read: CSV as spreadsheets write it, JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from services.directory.hires.schemas import NewHire
from services.directory.rules import day_errors, named_twice
from shared.web.problem import FieldError, Problem
from shared.web.sheets import Columns, iso_day, read_sheet, refuse_length
from shared.web.validation import innermost

_COLUMNS = Columns(
    required=(
        "external_id",
        "given_name",
        "family_name",
        "email",
        "start_date",
        "school_number",
        "weekly_hours",
        "funding",
    ),
    optional=("school_number_2", "weekly_hours_2", "fixed_term_until"),
    headings={
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
    },
)


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
    refuse_length(len(elements))
    return [_row(number, element) for number, element in enumerate(elements, 1)]


def read_csv(body: bytes) -> list[FileRow]:
    """The hires of a CSV file; raises ``Problem`` if its heading cannot be used."""
    return [
        FileRow(each.number, None, each.errors)
        if each.errors
        else _row(each.number, _nested(each.cells))
        for each in read_sheet(body, _COLUMNS)
    ]


def _nested(given: Mapping[str, str]) -> dict[str, Any]:
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
        "start_date": iso_day(given.get("start_date", "")),
        "placements": placements,
        "funding": given.get("funding", "").lower(),
    }
    if "fixed_term_until" in given:
        hire["fixed_term_until"] = iso_day(given["fixed_term_until"])
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
