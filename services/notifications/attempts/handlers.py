"""Facts of which endpoints may be told, in the order in which they happened."""

from collections.abc import Sequence

from services.notifications.attempts import use_cases
from services.notifications.attempts.rules import BY_NAME, TOPICS
from shared.messaging.message import Message
from shared.messaging.router import EventRouter, Received, parse
from shared.messaging.unit_of_work import BulkUnitOfWork

handlers = EventRouter()


@handlers.on_every(TOPICS)
async def tell_endpoints(messages: Sequence[Message], uow: BulkUnitOfWork) -> None:
    """One handler for all of them: numbers about a subject must not depend on what it is."""
    known = [(BY_NAME[each.type], each) for each in messages if each.type in BY_NAME]
    await use_cases.queue(uow, [Received(parse(event, each), each) for event, each in known])
