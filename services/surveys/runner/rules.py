"""From what was sent so far to the page that comes next; the server keeps nothing in between."""

from collections.abc import Mapping

import orjson

from services.surveys.paths.values import path
from services.surveys.questionnaires.values import Document
from services.surveys.runner.values import (
    BACK,
    CHECK,
    LONGEST_CARRIED,
    SEND,
    START,
    TO,
    Shown,
    Walk,
)
from services.surveys.sheets.queries import read
from services.surveys.sheets.values import Raw, names_of

Sent = Mapping[str, list[str]]


def walk(document: Document, raw: Raw, language: str) -> Walk:
    """The pages follow from the answers, and only what is seen can be wrong."""
    answers = read(document.questions.values(), raw, language).answers
    pages = path(document, answers)
    faults = {each.section.key: read(each.questions, raw, language).faults for each in pages}
    return Walk(pages, answers, faults)


def gathered(document: Document, carried: str, sent: Raw, key: str) -> Sent:
    """What earlier pages had, and what this one sends instead."""
    raw = unpacked(document, carried)
    section = next((each for each in document.sections if each.key == key), None)
    if section is None:
        return raw
    names = {name for question in section.questions for name in names_of(question)}
    kept = {name: values for name, values in raw.items() if name not in names}
    return kept | {name: list(sent[name]) for name in sorted(names) if name in sent}


def packed(raw: Raw) -> str:
    """What travels in a hidden field; nothing is left out, or going back would lose it."""
    kept = {name: [each[:LONGEST_CARRIED] for each in raw[name]] for name in raw if any(raw[name])}
    return orjson.dumps(kept).decode()


def unpacked(document: Document, carried: str) -> Sent:
    """Whatever of it belongs to a question; the rest somebody else has written."""
    try:
        found = orjson.loads(carried or "{}")
    except orjson.JSONDecodeError:
        return {}
    if not isinstance(found, dict):
        return {}
    names = {name for each in document.questions.values() for name in names_of(each)}
    return {
        name: [each for each in values if isinstance(each, str)]
        for name, values in found.items()
        if name in names and isinstance(values, list)
    }


def following(walk: Walk, key: str, step: str) -> Shown:
    """Where a step leads from a page; handing in is possible from the last one only."""
    if step.startswith(TO) and walk.position(step.removeprefix(TO)) >= 0:
        return Shown(step.removeprefix(TO))
    here = walk.position(key)
    if step == BACK:
        return Shown(walk.pages[here - 1].section.key) if here > 0 else Shown(START)
    if walk.faults.get(key):
        return Shown(key, with_faults=True)
    last = here + 1 >= len(walk.pages)
    if not last:
        return Shown(walk.pages[here + 1].section.key)
    if walk.faulty:
        return Shown(walk.faulty, with_faults=True)
    return Shown(CHECK, send=key == CHECK and step == SEND)
