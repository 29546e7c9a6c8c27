"""What happened, in German, with the words of the contracts."""

from pydantic import ValidationError

from services.dashboard.events.values import (
    DescribedEvent,
    Description,
    Occurrence,
    Vocabulary,
)
from shared.contracts.phrases import phrases
from shared.messaging.event import Event

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
