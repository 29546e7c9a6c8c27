"""A problem as RFC 9457 describes it: the exception, the document and how OpenAPI declares it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class FieldError:
    """One field that was refused, as a dotted path, and why."""

    field: str
    reason: str


class Problem(Exception):
    """Raised anywhere in a request; becomes a problem document or an error page.

    ``members`` extend the document (RFC 9457, 3.2) by what a program needs to go on.
    """

    def __init__(
        self,
        status: int,
        code: str,
        title: str,
        detail: str = "",
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.members = dict(members or {})


class RefusedField(BaseModel):
    """One field that was refused, and why."""

    field: str = Field(examples=["placements.0.weekly_hours"])
    reason: str = Field(examples=["is missing"])


class ProblemDocument(BaseModel):
    """The body of every answer that is an error (RFC 9457)."""

    type: str = Field(examples=["/problems/invalid-request"])
    title: str = Field(examples=["The request is not valid"])
    status: int = Field(examples=[422])
    detail: str | None = None
    errors: list[RefusedField] | None = None


def problem_document(problem: Problem) -> dict[str, Any]:
    """The body of the answer."""
    document: dict[str, Any] = {
        "type": f"/problems/{problem.code}",
        "title": problem.title,
        "status": problem.status,
        **problem.members,
    }
    if problem.detail:
        document["detail"] = problem.detail
    if problem.errors:
        document["errors"] = [{"field": e.field, "reason": e.reason} for e in problem.errors]
    return document


def problem_response(problem: Problem) -> JSONResponse:
    document = problem_document(problem)
    return JSONResponse(document, problem.status, problem.headers, media_type=MEDIA_TYPE)


def _schema() -> dict[str, Any]:
    schema = ProblemDocument.model_json_schema(by_alias=True)
    refused = schema.pop("$defs")["RefusedField"]
    schema["properties"]["errors"] = {"type": "array", "items": refused}
    schema["properties"]["detail"] = {"type": "string"}
    return schema


def _declared(description: str) -> dict[str, Any]:
    return {"description": description, "content": {MEDIA_TYPE: {"schema": _schema()}}}


PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: _declared("The body cannot be read"),
    401: _declared("Missing or invalid credentials"),
    403: _declared("Not allowed"),
    404: _declared("Not found"),
    409: _declared("Conflicts with what is already known"),
    413: _declared("The body is too large"),
    415: _declared("The body is not application/json"),
    422: _declared("The request is not valid"),
    429: _declared("Too many requests or attempts; Retry-After says when to come back"),
}
