"""Takes examples, the description of the API and the contracts apart, for pages without scripts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from json import dumps
from typing import Any, NamedTuple

from shared.json import Json
from shared.messaging.event import Body, Record

_SECTION = re.compile(r"^# \[(\w+)\] ", re.MULTILINE)
EXAMPLES_BY_FORMAT = {
    "uuid": "0197f3a2-5b1c-7d4e-8f60-1a2b3c4d5e6f",
    "date": "2027-02-01",
    "date-time": "2027-02-01T08:00:00Z",
    "email": "ada@example.org",
}
OF_PROGRAMS = "program"
"""The security scheme of routes for programs."""


class Field(NamedTuple):
    """Of a message; one of a list's entries is named after the list."""

    name: str
    type: str
    always: str
    """Whether it is always there."""
    allowed: str


class Operation(NamedTuple):
    """What a program may ask for."""

    method: str
    path: str
    summary: str


@dataclass(frozen=True)
class Message:
    """An event or a record, with its fields, and how one looks."""

    id: str
    """Its name, which is the last part of its address."""
    summary: str
    channel: str
    key: str
    is_record: bool
    fields: Sequence[Field]
    example: str

    @property
    def kind(self) -> str:
        return "Stand" if self.is_record else "Ereignis"

    def is_about(self, text: str) -> bool:
        """Whether its name, its summary or a field says this."""
        said = (self.id, self.summary, *(each.name for each in self.fields))
        return any(text.casefold() in each.casefold() for each in said)


def sections(script: str, printed_base: str, base: str) -> dict[str, str]:
    """The parts of an example by the names that mark them, with the address of this server."""
    parts = _SECTION.split(script.replace(printed_base, base))
    names, texts = parts[1::2], parts[2::2]
    return {name: f"# {text.strip()}" for name, text in zip(names, texts, strict=True)}


def operations(document: Mapping[str, Any], service: str) -> list[Operation]:
    """Those of programs, in the order in which they are described."""
    return [
        Operation(method.upper(), f"/{service}{path}", _first_line(each))
        for path, methods in document["paths"].items()
        for method, each in methods.items()
        if any(OF_PROGRAMS in scheme for scheme in each.get("security", ()))
    ]


def of_programs(document: Mapping[str, Any], service: str) -> Json:
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
    return {**document, "servers": [{"url": f"/{service}"}], "paths": kept}


def messages(found: Mapping[str, type[Body]]) -> list[Message]:
    """What services announce, by name."""
    return [_message(name, body) for name, body in sorted(found.items())]


def _message(name: str, body: type[Body]) -> Message:
    schema = body.model_json_schema()
    known: Mapping[str, Any] = schema.get("$defs", {})
    example = dumps(_example(schema, known), indent=2, ensure_ascii=False)
    record = issubclass(body, Record)
    fields = list(_fields(schema, known))
    return Message(name, _summary(body), body.topic, body.key_field, record, fields, example)


def _first_line(operation: Mapping[str, Any]) -> str:
    described = operation.get("description") or operation.get("summary") or ""
    return str(described).partition("\n")[0]


def _summary(body: type[Body]) -> str:
    return (body.__doc__ or "").strip().partition("\n")[0]


def _fields(
    schema: Mapping[str, Any], known: Mapping[str, Any], within: str = ""
) -> Iterator[Field]:
    required = set(schema.get("required", ()))
    for name, each in schema.get("properties", {}).items():
        one = _resolved(each, known)
        inner = _resolved(one.get("items", one), known)
        always = "ja" if name in required else "nein"
        yield Field(f"{within}{name}", _type(each), always, _allowed(inner))
        if inner.get("properties"):
            yield from _fields(inner, known, f"{within}{name}.")


def _resolved(schema: Mapping[str, Any], known: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is meant where a value may also be empty, or is described elsewhere."""
    for each in schema.get("anyOf", ()):
        if each.get("type") != "null":
            return _resolved(each, known)
    if "$ref" in schema:
        return _resolved(known[str(schema["$ref"]).rpartition("/")[2]], known)
    return schema


def _allowed(schema: Mapping[str, Any]) -> str:
    codes = schema.get("enum") or schema.get("examples") or ()
    return ", ".join(map(str, codes)) or str(schema.get("pattern", ""))


def _example(schema: Mapping[str, Any], known: Mapping[str, Any]) -> Any:
    """A value that the schema allows."""
    one = _resolved(schema, known)
    if "const" in one or "enum" in one:
        return one.get("const", next(iter(one.get("enum", ())), None))
    if "properties" in one:
        return {name: _example(each, known) for name, each in one["properties"].items()}
    match one.get("type"):
        case "array":
            return [_example(one.get("items", {}), known)]
        case "object":
            return {}
        case "integer" | "number":
            return one.get("minimum", 1)
        case "boolean":
            return False
    return EXAMPLES_BY_FORMAT.get(one.get("format", ""), _word(one))


def _word(schema: Mapping[str, Any]) -> str:
    """A code, or as many digits as are wanted."""
    examples = schema.get("examples")
    if examples:
        return str(examples[0])
    digits = re.search(r"\{(\d+)\}", schema.get("pattern", ""))
    return "1" * int(digits[1]) if digits else "example"


def _type(schema: Mapping[str, Any]) -> str:
    if "anyOf" in schema:
        return " | ".join(_type(each) for each in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "any")
