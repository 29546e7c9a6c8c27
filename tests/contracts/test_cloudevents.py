"""What travels is a CloudEvent that other people's tools read."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary, to_binary
from cloudevents.core.formats.json import JSONFormat

from shared.contracts.catalogue import bodies
from shared.messaging.message import Message, decode
from tests.contracts.samples import sample

ID = UUID("0197f000-0000-7000-8000-0000000000aa")
STORY = UUID("0197f000-0000-7000-8000-0000000000bb")
CAUSE = UUID("0197f000-0000-7000-8000-0000000000cc")


def message_of(name: str, data: bytes | None = None) -> Message:
    body = sample(bodies()[name])
    return Message(
        id=ID,
        topic=body.topic,
        key=body.key,
        type=name,
        time=datetime(2027, 2, 1, 7, 30, 15, 123456, UTC),
        tenant="05978004",
        correlation_id=STORY,
        causation_id=CAUSE,
        data=body.model_dump_json().encode() if data is None else data,
    )


def travelling(message: Message) -> KafkaMessage:
    return KafkaMessage(dict(message.headers()), message.key.encode(), message.data or b"")


@pytest.mark.parametrize("name", sorted(bodies()))
def test_a_foreign_reader_finds_every_attribute(name: str) -> None:
    event = from_binary(travelling(message_of(name)), JSONFormat())
    assert event.get_specversion() == "1.0"
    assert event.get_id() == str(ID)
    assert event.get_type() == name
    assert event.get_source() == f"/{name.partition('.')[0]}"
    assert event.get_time() == datetime(2027, 2, 1, 7, 30, 15, 123456, UTC)
    assert event.get_datacontenttype() == "application/json"
    assert event.get_extension("tenant") == "05978004"
    assert event.get_extension("correlationid") == str(STORY)
    assert event.get_extension("causationid") == str(CAUSE)


@pytest.mark.parametrize("name", sorted(bodies()))
def test_a_foreign_reader_finds_the_body(name: str) -> None:
    event = from_binary(travelling(message_of(name)), JSONFormat())
    assert event.get_data() == sample(bodies()[name]).model_dump(mode="json")


def test_a_foreign_writer_is_read_by_us() -> None:
    message = message_of("directory.worker-hired.v1")
    event = from_binary(travelling(message), JSONFormat())
    theirs = to_binary(event, JSONFormat(), lambda event: message.key)
    headers = {name: value for name, value in theirs.headers.items() if name != "ce_partitionkey"}
    read = decode(message.topic, message.key.encode(), theirs.value, list(headers.items()))
    assert (read.id, read.type, read.time) == (message.id, message.type, message.time)
    assert (read.tenant, read.correlation_id) == (message.tenant, message.correlation_id)


def test_every_message_survives_its_own_headers() -> None:
    for name in bodies():
        message = message_of(name)
        assert decode(message.topic, message.key.encode(), message.data, message.headers()) == (
            message
        )
