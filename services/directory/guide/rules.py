"""Takes examples, the description of the API and the contracts apart, for pages without scripts."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from shared.json import Json
from shared.messaging.event import Body, Record

_SECTION = re.compile(r"^# \[(\w+)\] ", re.MULTILINE)
SERVICE = "/directory"
"""Where the addresses of the description begin."""
OF_PROGRAMS = "program"
"""The security scheme of routes for programs."""


class Operation(NamedTuple):
    """What a program may ask for."""

    method: str
    path: str
    summary: str


class Message(NamedTuple):
    """An event or a record, with its fields."""

    name: str
    summary: str
    is_record: bool
    fields: list[tuple[str, str, str]]
    """Name, type, and whether it is always there."""


def sections(script: str, printed_base: str, base: str) -> dict[str, str]:
    """The parts of an example by the names that mark them, with the address of this server."""
    parts = _SECTION.split(script.replace(printed_base, base))
    names, texts = parts[1::2], parts[2::2]
    return {name: f"# {text.strip()}" for name, text in zip(names, texts, strict=True)}


def operations(document: Mapping[str, Any]) -> list[Operation]:
    """Those of programs, in the order in which they are described."""
    return [
        Operation(method.upper(), f"{SERVICE}{path}", _first_line(each))
        for path, methods in document["paths"].items()
        for method, each in methods.items()
        if any(OF_PROGRAMS in scheme for scheme in each.get("security", ()))
    ]


def of_programs(document: Mapping[str, Any]) -> Json:
    """The description without what programs cannot call."""
    paths = {
        path: {
            method: each
            for method, each in methods.items()
            if path.endswith("/token") or any(OF_PROGRAMS in s for s in each.get("security", ()))
        }
        for path, methods in document["paths"].items()
    }
    kept = {path: each for path, each in paths.items() if each}
    return {**document, "servers": [{"url": SERVICE}], "paths": kept}


def messages(found: Mapping[str, type[Body]]) -> list[Message]:
    """What services announce, by name."""
    return [
        Message(name, _summary(body), issubclass(body, Record), list(_fields(body)))
        for name, body in sorted(found.items())
    ]


def _first_line(operation: Mapping[str, Any]) -> str:
    described = operation.get("description") or operation.get("summary") or ""
    return str(described).partition("\n")[0]


def _summary(body: type[Body]) -> str:
    return (body.__doc__ or "").strip().partition("\n")[0]


def _fields(body: type[Body]) -> Iterator[tuple[str, str, str]]:
    schema = body.model_json_schema()
    required = set(schema.get("required", ()))
    for name, each in schema["properties"].items():
        yield name, _type(each), "ja" if name in required else "nein"


def _type(schema: Mapping[str, Any]) -> str:
    if "anyOf" in schema:
        return " | ".join(_type(each) for each in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "any")
