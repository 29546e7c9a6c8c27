"""Asks services how they are described; anybody may read that."""

from pydantic import TypeAdapter, ValidationError

from shared.json import Json
from shared.web.neighbours import NoAnswer, ServiceClient

_DOCUMENT: TypeAdapter[Json] = TypeAdapter(Json)


async def description(client: ServiceClient, service: str) -> Json:
    """Its OpenAPI document; raises ``NoAnswer``."""
    answer = await client.get(service, "/openapi.json")
    if not answer.is_good:
        raise NoAnswer(f"status {answer.status}")
    try:
        return _DOCUMENT.validate_json(answer.body)
    except ValidationError as error:
        raise NoAnswer("an answer of another shape") from error
