"""What one service announces today, every other one still reads: also what lies on the bus."""

import json
from collections.abc import Callable
from copy import deepcopy
from functools import reduce
from typing import Any

import pytest

from shared.contracts.catalogue import bodies
from shared.contracts.directory import WorkerHired
from tests.contracts.frozen import BODIES, Schema, frozen_schemas, objections, schema_of
from tests.contracts.samples import sample

FREEZE = "run `make freeze`"
EVERY = sorted(bodies())


def recorded(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((BODIES / f"{name}.json").read_text())
    return content


@pytest.mark.parametrize("name", EVERY)
def test_every_body_is_frozen_as_it_is_now(name: str) -> None:
    assert frozen_schemas().get(name) == schema_of(bodies()[name]), FREEZE


@pytest.mark.parametrize("name", sorted(frozen_schemas()))
def test_a_frozen_body_is_still_declared_and_only_extended(name: str) -> None:
    assert name in bodies(), "a type that was announced once lies on the bus for years"
    assert objections(frozen_schemas()[name], schema_of(bodies()[name])) == []


@pytest.mark.parametrize("name", EVERY)
def test_a_recorded_body_is_read_without_losing_a_value(name: str) -> None:
    body = bodies()[name].model_validate_json((BODIES / f"{name}.json").read_bytes())
    assert known_then(body.model_dump(mode="json"), recorded(name)) == recorded(name)


def known_then(value: Any, before: Any) -> Any:
    """Without the fields that came later, at every depth."""
    if isinstance(before, dict):
        return {key: known_then(value[key], each) for key, each in before.items()}
    if isinstance(before, list):
        return [known_then(*each) for each in zip(value, before, strict=True)]
    return value


@pytest.mark.parametrize("name", EVERY)
def test_fields_of_a_later_version_are_ignored_at_every_depth(name: str) -> None:
    def extended(value: Any) -> Any:
        if isinstance(value, dict):
            return {"added_later": [1], **{key: extended(each) for key, each in value.items()}}
        return [extended(each) for each in value] if isinstance(value, list) else value

    kind = bodies()[name]
    content = json.dumps(extended(recorded(name)))
    assert kind.model_validate_json(content) == kind.model_validate(recorded(name))


@pytest.mark.parametrize("name", EVERY)
def test_composing_a_body_twice_gives_the_same(name: str) -> None:
    assert sample(bodies()[name]) == sample(bodies()[name])


def removed(*path: str) -> Callable[[Schema], None]:
    *steps, name = path

    def change(schema: Schema) -> None:
        part = reduce(lambda part, step: part[step], steps, schema)
        if isinstance(part, list):
            part.remove(name)
        else:
            del part[name]
            if name in schema["required"]:
                schema["required"].remove(name)

    return change


def added(part: Schema, name: str, *, required: bool) -> None:
    part["properties"][name] = {"type": "integer"}
    part["required"] += [name] if required else []


def given(value: Any, *path: str) -> Callable[[Schema], None]:
    *steps, name = path

    def change(schema: Schema) -> None:
        reduce(lambda part, step: part[step], steps, schema)[name] = value

    return change


FACT = "PlacementFact"
INCOMPATIBLE: dict[str, Callable[[Schema], None]] = {
    "a field is removed": removed("properties", "funding"),
    "an optional field is removed": removed("properties", "fixed_term_until"),
    "a type changes": given({"type": "integer"}, "properties", "start_date"),
    "a new field is required": lambda s: added(s, "group", required=True),
    "a nested field is required": lambda s: added(s["$defs"][FACT], "room", required=True),
    "an optional field becomes required": lambda s: s["required"].append("fixed_term_until"),
    "a code is removed": lambda s: s["properties"]["funding"]["examples"].remove("kreis"),
    "a list of codes is closed": given(["land"], "properties", "funding", "enum"),
    "the shape of codes changes": given("^[a-z]+$", "properties", "funding", "pattern"),
    "a pattern changes": given("^[a-z]+$", "$defs", FACT, "properties", "school_number", "pattern"),
    "a format changes": given("date", "properties", "worker_id", "format"),
    "the key changes": given("carrier_id", "x-key"),
    "the topic changes": given("directory.other", "x-topic"),
}


@pytest.mark.parametrize("how", INCOMPATIBLE)
def test_it_is_an_incompatible_change_when(how: str) -> None:
    after = deepcopy(schema_of(WorkerHired))
    INCOMPATIBLE[how](after)
    assert after != schema_of(WorkerHired)
    assert objections(schema_of(WorkerHired), after) != []


def test_adding_a_field_that_may_be_absent_is_compatible() -> None:
    after = deepcopy(schema_of(WorkerHired))
    added(after, "salary_group", required=False)
    added(after["$defs"][FACT], "room", required=False)
    assert objections(schema_of(WorkerHired), after) == []


def test_adding_a_code_is_compatible() -> None:
    after = deepcopy(schema_of(WorkerHired))
    after["properties"]["funding"]["examples"].append("federal")
    assert objections(schema_of(WorkerHired), after) == []
