"""Refuses text that nobody types, once, before any route sees it: paths, queries, headers, bodies.

That is control characters (in bodies and queries without tab and line ends), halves of a UTF-16
pair, and bytes that are not UTF-8. What is accepted here can be stored in either database.
"""

import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from urllib.parse import unquote_to_bytes

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.problem import FieldError, Problem
from shared.web.problems import answer_problem

NOT_TEXT = "must not contain control characters or anything but UTF-8"
NOT_ENCODED = "must be percent-encoded UTF-8"

_ESCAPED = re.compile(rb"[^\x20-\x7e]|%(?:[01]|7[fF]|[89a-fA-F])")
_IN_HEADERS = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_IN_LINES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_IN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_IN_PATH = re.compile("[\x00-\x1f\x7f-\x9f]")
_REFUSED_ESCAPE = re.compile(
    rb"\\(?:[bf]|u(?i:00(?:0[0-8bcef]|1|7f|[89])|d[89ab]..(?!\\ud[c-f])))", re.DOTALL
)
_LONE_SECOND_HALF = re.compile(rb"\\u[dD](?<!\\u[dD][89abAB]..\\u[dD])[c-fC-F]", re.DOTALL)
_BOUNDARY = re.compile(rb"boundary=(?:\"([^\"]+)\"|([^;\s]+))", re.IGNORECASE)
_NAME = re.compile(rb"\bname=\"([A-Za-z0-9_.-]{1,60})\"")
_UTF16 = (BOM_UTF16_LE, BOM_UTF16_BE)
_FIELD = re.compile(r"[A-Za-z0-9_.-]{1,60}")

Check = Callable[[bytes], None]


class BodyRefused(HTTPException):
    """Raised where a body is read; the framework lets its own kind of exception through."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.status)
        self.problem = problem


class TextRefused(BodyRefused):
    """A field of the body is not text."""

    def __init__(self, field: str, reason: str = NOT_TEXT) -> None:
        super().__init__(_problem(field, reason))


class TextGuard:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        field = _refused_head(scope)
        if field is not None:
            answer = await answer_problem(Request(scope), _problem(field, NOT_TEXT))
            await answer(scope, receive, send)
            return
        check = _check_of(scope["headers"])
        await self._app(scope, _checked(receive, check) if check else receive, send)


def _problem(field: str, reason: str) -> Problem:
    errors = [FieldError(field, reason)]
    return Problem(422, "text-refused", "The request contains what is not text", errors=errors)


def _refused_head(scope: Scope) -> str | None:
    """The part of a request's head that is not text."""
    path: bytes = scope.get("raw_path") or scope["path"].encode("utf-8", "surrogatepass")
    if _ESCAPED.search(path) and not _is_text(unquote_to_bytes(path), _IN_PATH):
        return "path"
    query: bytes = scope.get("query_string", b"")
    if _ESCAPED.search(query) and (field := _refused_pair(query)) is not None:
        return f"query.{field}" if field else "query"
    if _IN_HEADERS.search(b"\t".join([value for _, value in scope["headers"]])):
        return "header"
    return None


def _is_text(raw: bytes, refused: re.Pattern[str] = _IN_TEXT) -> bool:
    try:
        return refused.search(raw.decode()) is None
    except UnicodeDecodeError:
        return False


def _refused_pair(encoded: bytes) -> str | None:
    """The name of the first ``name=value`` that is not text, "" if the name itself is not."""
    for pair in encoded.split(b"&"):
        if not _is_text(unquote_to_bytes(pair)):
            name = unquote_to_bytes(pair.partition(b"=")[0]).decode("utf-8", "replace")
            return name if _FIELD.fullmatch(name) else ""
    return None


def _check_of(headers: Sequence[tuple[bytes, bytes]]) -> Check | None:
    for name, value in headers:
        if name == b"content-type":
            kind = value.partition(b";")[0].strip().lower()
            if kind == b"multipart/form-data":
                return partial(_check_parts, value)
            return _check_json if kind.endswith(b"+json") else _CHECKS.get(kind)
    return None


def _checked(receive: Receive, check: Check) -> Receive:
    parts: list[bytes] = []

    async def receive_checked() -> Message:
        message = await receive()
        if message["type"] != "http.request":
            return message
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            check(b"".join(parts))
            parts.clear()
        return message

    return receive_checked


def _check_json(body: bytes) -> None:
    if body.isascii():
        wrong = _IN_LINES.search(body) is not None
    else:
        try:
            wrong = _IN_TEXT.search(body.decode()) is not None
        except UnicodeDecodeError as error:
            raise BodyRefused(_not_utf8(body, error.start)) from None
    if wrong or (b"\\" in body and _has_refused_escape(body)):
        raise TextRefused(_refused_value(body))


def _not_utf8(body: bytes, start: int) -> Problem:
    line = body.count(b"\n", 0, start) + 1
    detail = f"line {line}: a character is not in UTF-8"
    return Problem(400, "malformed-body", "The body is not valid JSON", detail)


def _has_refused_escape(body: bytes) -> bool:
    """What is left of a run of backslashes once its pairs are gone begins an escape."""
    alone = body.replace(b"\\\\", b"_")
    return bool(_REFUSED_ESCAPE.search(alone) or _LONE_SECOND_HALF.search(alone))


def _refused_value(body: bytes) -> str:
    """The dotted path of the first value that is not text."""
    try:
        waiting: list[tuple[str, Any]] = [("", json.loads(body, strict=False))]
    except (ValueError, RecursionError):
        return "body"
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str) and _IN_TEXT.search(value):
            return path.removeprefix(".") or "body"
        if isinstance(value, list):
            waiting += [(f"{path}.{place}", each) for place, each in enumerate(value)][::-1]
        elif isinstance(value, dict):
            named = [(name, each) for name, each in value.items() if _FIELD.fullmatch(name)]
            waiting += [(f"{path}.{name}", each) for name, each in named][::-1]
    return "body"


def _check_form(body: bytes) -> None:
    if not body.isascii():
        raise TextRefused("body", NOT_ENCODED)
    if _ESCAPED.search(body) and (field := _refused_pair(body)) is not None:
        raise TextRefused(field or "body")


def _check_parts(content_type: bytes, body: bytes) -> None:
    """Of a file only what describes it; what is in it is for its reader to judge."""
    boundary = _BOUNDARY.search(content_type)
    if boundary is None:
        return
    for part in body.split(b"--" + (boundary[1] or boundary[2])):
        head, _, content = part.partition(b"\r\n\r\n")
        if not _is_text(head if b"filename" in head.lower() else head + content):
            name = _NAME.search(head)
            raise TextRefused(name[1].decode() if name else "body")


def _check_lines(body: bytes) -> None:
    if body.startswith(_UTF16):
        return
    found = _IN_LINES.search(body)
    if found is not None:
        line = body.count(b"\n", 0, found.start()) + 1
        raise TextRefused(f"line {line}", "must not contain control characters")


_CHECKS: dict[bytes, Check] = {
    b"application/json": _check_json,
    b"application/x-www-form-urlencoded": _check_form,
    b"text/csv": _check_lines,
    b"text/plain": _check_lines,
}
