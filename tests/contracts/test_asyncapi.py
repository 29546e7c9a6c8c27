"""The AsyncAPI document is whole, and any process serves it."""

import json
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft7Validator, Draft202012Validator

from deploy.assets import MODULES
from deploy.asyncapi import document
from shared.contracts.catalogue import bodies, topics
from tests.conftest import OpenHouse, go_without
from tests.contracts.frozen import BODIES
from tests.contracts.samples import sample
from tests.contracts.test_cloudevents import message_of

OFFICIAL = MODULES / "@asyncapi" / "specs" / "schemas"


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for each in part.values():
            yield from references(each)
    elif isinstance(part, list):
        for each in part:
            yield from references(each)


def resolved(reference: str) -> Any:
    """What a reference into the document itself points at; raises if there is nothing."""
    part: Any = document()
    root, *steps = reference.split("/")
    assert root == "#", f"{reference} points out of the document"
    for step in steps:
        part = part[step.replace("~1", "/").replace("~0", "~")]
    return part


def test_the_document_is_what_the_standard_says() -> None:
    """AsyncAPI publishes a schema of its documents."""
    schema = OFFICIAL / f"{document()['asyncapi']}-without-$id.json"
    if not schema.is_file():
        go_without("No schema of AsyncAPI: python -m deploy.assets fetches it.")
    official = Draft7Validator(json.loads(schema.read_text()))
    assert [each.json_path for each in official.iter_errors(document())] == []
    assert not official.is_valid(document() | {"operations": {"x": {"action": "shout"}}})


def test_every_reference_leads_somewhere() -> None:
    dangling = []
    for reference in set(references(document())):
        try:
            resolved(reference)
        except KeyError:
            dangling.append(reference)
    assert dangling == []


def test_every_body_is_a_message_of_the_channel_it_travels_in() -> None:
    found = {
        name: channel["address"]
        for channel in document()["channels"].values()
        for name in channel["messages"]
    }
    assert found == {name: body.topic for name, body in bodies().items()}
    assert set(document()["components"]["messages"]) == set(bodies())


def test_every_channel_names_who_sends() -> None:
    senders = {
        operation["channel"]["$ref"].rpartition("/")[2]: operation
        for operation in document()["operations"].values()
    }
    assert set(senders) == {topic.name for topic in topics()}
    assert {operation["action"] for operation in senders.values()} == {"send"}


def test_every_payload_schema_accepts_the_recorded_body() -> None:
    for name, message in document()["components"]["messages"].items():
        schema = {**document(), **message["payload"]}
        Draft202012Validator.check_schema(message["payload"])
        recorded = json.loads((BODIES / f"{name}.json").read_text())
        assert list(Draft202012Validator(schema).iter_errors(recorded)) == [], name


def test_every_payload_schema_refuses_a_body_without_its_key() -> None:
    for name, message in document()["components"]["messages"].items():
        body = sample(bodies()[name])
        content = body.model_dump(mode="json", exclude={body.key_field})
        schema = {**document(), **message["payload"]}
        assert not Draft202012Validator(schema).is_valid(content), name


def test_the_headers_that_travel_are_those_the_document_describes() -> None:
    schema = document()["components"]["schemas"]["cloudEventHeaders"]
    headers = {
        name: value.decode() for name, value in message_of("directory.worker-hired.v1").headers()
    }
    assert list(Draft202012Validator(schema).iter_errors(headers)) == []
    assert set(headers) == set(schema["properties"])


async def test_the_document_is_served(open_house: OpenHouse) -> None:
    house = await open_house("directory")
    answer = await house.http.get("/asyncapi.json")
    assert answer.status_code == 200
    assert answer.json() == json.loads(json.dumps(document()))
