"""What happened, in German, with the words of the contracts."""

from datetime import datetime
from functools import cache
from uuid import UUID, uuid4

from pydantic import ValidationError

from services.dashboard.events.values import (
    DescribedEvent,
    Description,
    Occurrence,
    Vocabulary,
)
from shared.clock import BERLIN
from shared.contracts.catalogue import bodies
from shared.contracts.phrases import phrases
from shared.messaging.event import Event
from shared.privacy.declared import NotPersonal

PHRASES = {name: phrase for name, phrase in phrases().items() if issubclass(phrase.of, Event)}


def describe(occurrence: Occurrence, vocabulary: Vocabulary) -> DescribedEvent:
    """The event together with its words."""
    return DescribedEvent(occurrence, _description(occurrence, vocabulary))


def _description(occurrence: Occurrence, vocabulary: Vocabulary) -> Description:
    """Put one event into words; an unknown or odd one is called by its type."""
    phrase = PHRASES.get(occurrence.type)
    if phrase is None:
        return Description(occurrence.type, occurrence.type)
    try:
        event = phrase.of.model_validate(occurrence.data)
    except ValidationError:
        return Description(phrase.one, phrase.many, failed=phrase.failed)

    def title(code: str) -> str:
        return vocabulary.titles.get((occurrence.tenant, code), code)

    detail = phrase.detail(event, title) if phrase.detail else ""
    part = phrase.part(event) if phrase.part else detail
    one, many = (phrase.naming and phrase.naming(event)) or (phrase.one, phrase.many)
    return Description(one, many, detail, part, phrase.failed)


@cache
def about_people(kind: str) -> bool:
    """Whether an event of a type may be about somebody; of one that nobody knows, yes."""
    body = bodies().get(kind)
    return body is None or not all(isinstance(each, NotPersonal) for each in body.declared)


def anonymous(time: datetime, causation_id: UUID | None) -> dict[str, object]:
    """What stands in an event in place of what was about somebody, or joined it with others.

    What remains is what happened, in which municipality, and in which month. No two events share
    an id: who and where, and which days, would tell whom a story is about, whatever its id.
    """
    local = time.astimezone(BERLIN)
    month = datetime(local.year, local.month, 1, tzinfo=BERLIN)
    return {
        "id": uuid4(),
        "key": str(uuid4()),
        "correlation_id": uuid4(),
        "causation_id": causation_id and uuid4(),
        "time": month,
        "seen_at": month,
        "data": "{}",
    }
