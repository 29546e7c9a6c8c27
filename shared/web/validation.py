"""Translates what the framework says about an invalid request, without echoing the request."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from shared.web.problem import FieldError, Problem
from shared.web.sentences import sentence_for

LONGEST_FIELD = 120
MOST_ERRORS = 100


def problem_of(invalid: RequestValidationError) -> Problem:
    errors: Sequence[Mapping[str, Any]] = invalid.errors()
    if any(error["type"] == "json_invalid" for error in errors):
        return malformed_body()
    if isinstance(invalid.body, bytes):
        return Problem(
            415,
            "unsupported-media-type",
            "The body is not application/json",
            headers={"Accept": "application/json"},
        )
    return Problem(
        422,
        "invalid-request",
        "The request is not valid",
        errors=_shown(errors, "body"),
    )


def field_errors(invalid: ValidationError, whole: str) -> list[FieldError]:
    """The first ``MOST_ERRORS``; ``whole`` is the field where what was given is wrong as such."""
    return _shown(invalid.errors(include_url=False, include_input=False), whole)


def innermost(errors: Sequence[FieldError]) -> list[FieldError]:
    """Without those of a whole whose parts have errors of their own, which are the reason."""
    fields = [error.field for error in errors]
    return [
        error
        for error in errors
        if not any(field.startswith(f"{error.field}.") for field in fields)
    ]


def malformed_body() -> Problem:
    return Problem(400, "malformed-body", "The body cannot be read")


def _shown(errors: Sequence[Mapping[str, Any]], whole: str) -> list[FieldError]:
    first = errors[:MOST_ERRORS]
    return innermost([FieldError(_field(each["loc"], whole), sentence_for(each)) for each in first])


def _field(location: Sequence[str | int], whole: str) -> str:
    place = location[1:] if location and location[0] == "body" else location
    text = ".".join(str(step) for step in place)[:LONGEST_FIELD]
    return text.encode("utf-8", "replace").decode() or whole
