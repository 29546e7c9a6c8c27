"""The places in a body where a code of a list stands, and the body with another code there."""

from collections.abc import Iterator
from copy import deepcopy
from functools import reduce
from typing import Any

from shared.codes import SHAPE
from shared.contracts.catalogue import bodies
from shared.messaging.event import Body
from tests.contracts.frozen import Schema, schema_of
from tests.contracts.samples import sample

Place = tuple[str | int, ...]


def places_of_codes(body: type[Body]) -> list[Place]:
    schema = schema_of(body)
    return list(_places(schema, schema, ()))


def _places(part: Schema, whole: Schema, place: Place) -> Iterator[Place]:
    if "$ref" in part:
        part = whole["$defs"][part["$ref"].rpartition("/")[2]]
    if part.get("pattern") == SHAPE:
        yield place
    for each in part.get("anyOf", []):
        yield from _places(each, whole, place)
    for name, each in part.get("properties", {}).items():
        yield from _places(each, whole, (*place, name))
    if "items" in part:
        yield from _places(part["items"], whole, (*place, 0))


EVERY_PLACE = [
    (name, place) for name in sorted(bodies()) for place in places_of_codes(bodies()[name])
]


def at(content: Any, place: Place) -> Any:
    return reduce(lambda part, step: part[step], place, content)


def with_code(name: str, place: Place, code: str) -> dict[str, Any]:
    """The sample of a type as JSON has it, with ``code`` in one place."""
    content = deepcopy(sample(bodies()[name]).model_dump(mode="json"))
    *way, last = place
    at(content, tuple(way))[last] = code
    return content


def with_codes(name: str, code: str) -> Body:
    """The sample with ``code`` in all places."""
    content = sample(bodies()[name]).model_dump(mode="json")
    for *way, last in places_of_codes(bodies()[name]):
        at(content, tuple(way))[last] = code
    return bodies()[name].model_validate(content)
