"""The AsyncAPI 3 document, generated from the contracts."""

from functools import lru_cache
from typing import Any

from shared.contracts.catalogue import Topic, bodies, topics
from shared.messaging.event import Body


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """Channels are topics, messages are events and records, operations say who announces."""
    found = bodies()
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Knotenpunkt",
            "version": "1",
            "description": "Domain events and records as CloudEvents 1.0 in Kafka binary mode.",
        },
        "defaultContentType": "application/json",
        "channels": {topic.name: _channel(topic, found) for topic in topics()},
        "operations": {
            f"{topic.name}.announce": {
                "action": "send",
                "channel": {"$ref": f"#/channels/{topic.name}"},
                "summary": f"Announced by {topic.name.partition('.')[0]}",
            }
            for topic in topics()
        },
        "components": {
            "messages": {name: _message(body) for name, body in sorted(found.items())},
            "schemas": {"cloudEventHeaders": _HEADERS},
        },
    }


def _channel(topic: Topic, found: dict[str, type[Body]]) -> dict[str, Any]:
    names = sorted(name for name, body in found.items() if body.topic == topic.name)
    return {
        "address": topic.name,
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
        "bindings": {"kafka": {"topicConfiguration": _binding(topic)}},
    }


def _binding(topic: Topic) -> dict[str, Any]:
    settings = topic.settings()
    return {"cleanup.policy": [settings["cleanup.policy"]]}


def _message(body: type[Body]) -> dict[str, Any]:
    return {
        "name": body.type_name,
        "summary": (body.__doc__ or "").strip().splitlines()[0],
        "contentType": "application/json",
        "headers": {"$ref": "#/components/schemas/cloudEventHeaders"},
        "payload": body.model_json_schema(
            ref_template=f"#/components/messages/{body.type_name}/payload/$defs/{{model}}"
        ),
        "bindings": {"kafka": {"key": {"type": "string", "description": body.key_field}}},
    }


_HEADERS = {
    "type": "object",
    "required": ["ce_specversion", "ce_id", "ce_type", "ce_source", "ce_time", "ce_tenant"],
    "properties": {
        "ce_specversion": {"const": "1.0"},
        "ce_id": {"type": "string", "format": "uuid"},
        "ce_type": {"type": "string"},
        "ce_source": {"type": "string", "format": "uri-reference"},
        "ce_time": {"type": "string", "format": "date-time"},
        "ce_tenant": {"type": "string", "pattern": "^[0-9]{8}$"},
        "ce_correlationid": {"type": "string", "format": "uuid"},
        "ce_causationid": {"type": "string", "format": "uuid"},
        "content-type": {"const": "application/json"},
    },
}
