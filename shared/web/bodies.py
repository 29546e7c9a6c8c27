"""Reads large bodies outside the event loop, and within limits that are looked at first."""

import asyncio
import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel

from shared.web.problem import Problem

MAX_FIELDS = 100
"""Of one object, each of which would become an error."""

Read = TypeVar("Read")


async def read_apart(request: Request, read: Callable[[bytes], Read]) -> Read:
    """What ``read`` makes of the body, in a thread of its own: meanwhile others are served."""
    return await asyncio.to_thread(read, await request.body())


def media_type(request: Request) -> str:
    """Of the body, without parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def read_json(body: bytes, max_values: int) -> Any:
    """The value of a JSON text; raises ``Problem`` if it is none, or holds more than that many."""
    if body.count(b",") + body.count(b"[") + body.count(b"{") > max_values:
        raise Problem(422, "invalid-file", "The body holds too many values")
    try:
        return json.loads(body.decode("utf-8-sig"), object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        detail = f"line {line}: a character is not in UTF-8"
        raise Problem(400, "malformed-body", "The body is not valid JSON", detail) from None
    except (ValueError, RecursionError):
        raise Problem(400, "malformed-body", "The body is not valid JSON") from None


def refuse_crooked(body: Any, deepest: int) -> None:
    """Raise ``Problem`` (400) for JSON that readers choke on, or take for different things.

    That is: deep nesting, and a name given twice in another case. For bodies whose names are read
    in any case.
    """
    inside, depth = [body], 0
    while inside:
        if depth > deepest:
            raise _crooked(f"It is nested more than {deepest} deep")
        inside, depth = [each for part in inside for each in _parts(part)], depth + 1


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        if len({name.casefold() for name in value}) < len(value):
            raise _crooked("A name is given twice")
        return value.values()
    return value if isinstance(value, list) else ()


def _crooked(detail: str) -> Problem:
    return Problem(400, "malformed-body", "The body is not read", detail)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > MAX_FIELDS:
        raise Problem(422, "invalid-file", f"An object has more than {MAX_FIELDS} fields")
    return dict(pairs)


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of a body that is read apart, without references, for OpenAPI."""
    schema = model.model_json_schema()
    named = schema.pop("$defs", {})

    def resolved(part: Any) -> Any:
        if isinstance(part, list):
            return [resolved(each) for each in part]
        if not isinstance(part, dict):
            return part
        name = part.get("$ref", "").removeprefix("#/$defs/")
        whole = {**named.get(name, {}), **part}
        return {key: resolved(each) for key, each in whole.items() if key != "$ref"}

    inlined: dict[str, Any] = resolved(schema)
    return inlined
