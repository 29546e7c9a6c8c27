"""The contracts as they were written down: schemas, recorded bodies, and what may change."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsoncompat

from shared.messaging.event import Body

FOLDER = Path(__file__).parent
SCHEMAS = FOLDER / "schemas"
BODIES = FOLDER / "bodies"

Schema = dict[str, Any]


def schema_of(body: type[Body]) -> Schema:
    """What a reader accepts, and with it where the message travels and by which key."""
    return {"x-topic": body.topic, "x-key": body.key_field, **body.model_json_schema()}


def frozen_schemas() -> dict[str, Schema]:
    """What was written down, by type name."""
    return {path.stem: json.loads(path.read_text()) for path in sorted(SCHEMAS.glob("*.json"))}


def objections(old: Schema, new: Schema) -> list[str]:
    """Why ``new`` may not take the place of ``old``; nothing if it only adds what may be absent.

    A reader is open: it ignores fields it does not know. A writer is closed: it writes no others.
    """
    found = [
        f"{name} was {old[name]} and is {new[name]}"
        for name in ("x-topic", "x-key")
        if old[name] != new[name]
    ]
    rules, before = dict(_rules(new)), dict(_rules(old))
    found += [
        f"{path} was {before[path]} and is {rules[path]}"
        for path in sorted(before.keys() & rules.keys())
        if before[path] != rules[path]
    ]
    found += [f"the field {path} is gone" for path in sorted(_fields(old) - _fields(new))]
    found += [f"the code {code} is gone" for code in sorted(_codes(old) - _codes(new))]
    if not _compatible(old, _closed(new), "serializer"):
        found.append("readers of the frozen version refuse what is written now")
    if not _compatible(_closed(old), new, "deserializer"):
        found.append("what the frozen version wrote is refused now")
    return found


def _compatible(old: Schema, new: Schema, role: Any) -> bool:
    return jsoncompat.check_compat(json.dumps(old), json.dumps(new), role)


def _closed(schema: Schema) -> Schema:
    closed = deepcopy(schema)
    for part in (closed, *closed.get("$defs", {}).values()):
        if "properties" in part:
            part["additionalProperties"] = False
    return closed


def _rules(part: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Patterns and formats by path, which `jsoncompat` does not compare."""
    if isinstance(part, dict):
        for name, each in part.items():
            if name in ("pattern", "format") and isinstance(each, str):
                yield f"{path}/{name}", each
            yield from _rules(each, f"{path}/{name}")
    elif isinstance(part, list):
        for index, each in enumerate(part):
            yield from _rules(each, f"{path}/{index}")


def _codes(part: Any, path: str = "") -> set[str]:
    """The listed codes by path; they are examples, because the lists are open."""
    if isinstance(part, list):
        return {code for index, each in enumerate(part) for code in _codes(each, f"{path}/{index}")}
    if not isinstance(part, dict):
        return set()
    listed = {f"{path}: {code}" for code in part.get("examples", [])}
    return listed.union(*(_codes(each, f"{path}/{name}") for name, each in part.items()))


def _fields(schema: Schema) -> set[str]:
    parts = {"": schema, **schema.get("$defs", {})}
    return {
        f"{name}.{field}".lstrip(".")
        for name, part in parts.items()
        for field in part.get("properties", {})
    }
