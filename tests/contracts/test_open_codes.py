"""Lists of codes grow: what a later version says is read, kept and shown by this one."""

import json
import re
from collections.abc import Iterator
from enum import Enum
from functools import reduce
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from deploy.services import NAMES
from shared.codes import SHAPE, Open, OpenCode
from shared.contracts.catalogue import bodies
from shared.contracts.directory import Role
from shared.messaging.router import parse
from tests.conftest import OpenHouse
from tests.contracts.codes import EVERY_PLACE, Place, at, with_code
from tests.contracts.test_cloudevents import message_of
from tests.contracts.test_no_personal_data import fields_of

CODES = st.from_regex(SHAPE, fullmatch=True).filter(str.isascii)
MISSHAPEN = ["", "Mara Özgür", "UPPER", "9to5", "a" * 41, "it\n", "a-b", 7, None, ["it"]]


@pytest.mark.parametrize("name", sorted(bodies()))
def test_every_list_of_codes_in_a_contract_is_open(name: str) -> None:
    lists = [
        ".".join(path.split(".")[3:])
        for path, kind, _ in fields_of(bodies()[name], name)
        if isinstance(kind, type) and issubclass(kind, Enum)
    ]
    open_ones = [
        ".".join(str(step) for step in place if step != 0) for n, place in EVERY_PLACE if n == name
    ]
    assert sorted(lists) == sorted(open_ones)


@given(st.sampled_from(EVERY_PLACE), CODES)
def test_any_code_in_any_body_is_read_and_passed_on_unchanged(
    where: tuple[str, Place], code: str
) -> None:
    name, place = where
    content = with_code(name, place, code)
    body = parse(bodies()[name], message_of(name, json.dumps(content).encode()))
    assert body.model_dump(mode="json") == content
    assert at(json.loads(body.model_dump_json()), place) == code


@pytest.mark.parametrize("value", MISSHAPEN)
def test_what_has_not_the_shape_of_a_code_is_refused(value: Any) -> None:
    for kind in (Open[Role], Role):
        with pytest.raises(ValidationError):
            TypeAdapter(kind).validate_python(value)
    with pytest.raises(ValueError, match="is not a valid Role"):
        Role(value)


@given(CODES)
def test_a_code_is_the_same_however_it_came_about(code: str) -> None:
    one, other = Role(code), TypeAdapter(Open[Role]).validate_python(code)
    assert (one, hash(one), str(one), one.value) == (other, hash(code), code, code)
    assert one.is_listed == (one in Role) == (code in {each.value for each in Role})
    assert not one.is_listed or one is other


class Asked(BaseModel):
    """What somebody sends to our API."""

    role: Role


@given(CODES)
def test_what_somebody_sends_us_is_a_code_that_is_listed(code: str) -> None:
    listed = Role(code).is_listed
    try:
        assert Asked.model_validate({"role": code}).role == code
    except ValidationError as refusal:
        assert not listed
        assert refusal.errors()[0]["type"] == "enum"
    else:
        assert listed


def test_what_our_api_takes_is_described_as_a_closed_list() -> None:
    role = Asked.model_json_schema()["properties"]["role"]
    assert role["enum"] == [each.value for each in Role]


def test_a_schema_gives_examples_of_codes_and_no_closed_list() -> None:
    closed = [
        name for name, body in bodies().items() if '"enum"' in json.dumps(body.model_json_schema())
    ]
    assert closed == []
    for name, place in EVERY_PLACE:
        assert re.fullmatch(SHAPE, at(with_code(name, place, "listed"), place))


def test_no_list_of_a_contract_is_closed_by_its_type() -> None:
    kinds = {
        kind
        for name, body in bodies().items()
        for _, kind, _ in fields_of(body, name)
        if isinstance(kind, type) and issubclass(kind, Enum)
    }
    assert {kind for kind in kinds if not issubclass(kind, OpenCode)} == set()


def reachable(part: Any, document: Any, known: set[str]) -> Iterator[Any]:
    """Every schema below ``part``, through references as well."""
    if isinstance(part, list):
        for each in part:
            yield from reachable(each, document, known)
    elif isinstance(part, dict):
        yield part
        reference = part.get("$ref")
        if isinstance(reference, str) and reference not in known:
            known.add(reference)
            steps = reference.removeprefix("#/").split("/")
            yield from reachable(
                reduce(lambda at, step: at[step], steps, document), document, known
            )
        for each in part.values():
            yield from reachable(each, document, known)


async def test_no_request_of_our_api_takes_a_code_that_is_not_listed(open_house: OpenHouse) -> None:
    house = await open_house(*NAMES)
    taken: list[str] = []
    shown: list[str] = []
    for service, app in house.app.state.mounted.items():
        document = app.openapi()
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                asked = [operation.get("requestBody", {}), operation.get("parameters", [])]
                for where, part in ((taken, asked), (shown, operation["responses"])):
                    found = reachable(part, document, set())
                    if any(each.get("pattern") == SHAPE for each in found):
                        where.append(f"{service} {method} {path}")
    assert taken == []
    assert len(shown) > 3
