"""How two documents differ, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.surveys.conditions.values import in_words
from services.surveys.paths.values import wording_hash
from services.surveys.questionnaires.values import (
    GERMAN,
    LANGUAGES,
    Document,
    Question,
    Section,
    Words,
    said,
)


@dataclass(frozen=True)
class Difference:
    """What became of ``place``, a section or a question, by what it was called before."""

    place: str
    text: str
    breaks: bool = False
    """Whether results before and after can no longer be compared."""


def differences(old: Document, new: Document) -> Sequence[Difference]:
    """In the order of the new one, then what is gone."""
    return [*_languages(old, new), *_sections(old, new), *_questions(old, new)]


def _languages(old: Document, new: Document) -> Iterator[Difference]:
    for each in new.languages:
        if each not in old.languages:
            yield Difference("Sprachen", f"{LANGUAGES.get(each, each)} ist dazugekommen.")
    for each in old.languages:
        if each not in new.languages:
            yield Difference("Sprachen", f"{LANGUAGES.get(each, each)} ist weggefallen.")


def _sections(old: Document, new: Document) -> Iterator[Difference]:
    before = {each.key: each for each in old.sections}
    after = {each.key: each for each in new.sections}
    for key, section in after.items():
        if key not in before:
            yield Difference(_called(section), "Neuer Abschnitt.")
            continue
        yield from _texts(_called(before[key]), "Überschrift", before[key].title, section.title)
        yield from _texts(_called(before[key]), "Einleitung", before[key].intro, section.intro)
    for key in (each for each in before if each not in after):
        yield Difference(_called(before[key]), "Der Abschnitt ist weggefallen.")
    if _order(before, after) != _order(after, before):
        yield Difference("Abschnitte", "Die Reihenfolge ist anders.")


def _order(mine: Mapping[str, Any], others: Mapping[str, Any]) -> list[str]:
    return [key for key in mine if key in others]


def _called(part: Section | Question) -> str:
    return said(part.title if isinstance(part, Section) else part.text, GERMAN) or part.key


def _texts(place: str, what: str, old: Words, new: Words) -> Iterator[Difference]:
    for language in LANGUAGES:
        before, after = old.get(language, ""), new.get(language, "")
        if before == after:
            continue
        where = f"{what} ({LANGUAGES[language]})"
        if not before or not after:
            yield Difference(place, f"{where} {'ist dazugekommen' if after else 'fehlt jetzt'}.")
        else:
            yield Difference(place, f"{where}: „{before}“ heißt jetzt „{after}“.")


def _questions(old: Document, new: Document) -> Iterator[Difference]:
    before, after = old.questions, new.questions
    homes = [_homes(each) for each in (old, new)]
    for key, question in after.items():
        if key not in before:
            yield Difference(_called(question), "Neue Frage.")
            continue
        place = _called(before[key])
        broken = wording_hash(before[key]) != wording_hash(question)
        if broken:
            yield Difference(place, "Ergebnisse sind mit denen davor nicht vergleichbar.", True)
        if homes[0][key] != homes[1][key]:
            yield Difference(place, "Steht jetzt auf einer anderen Seite.")
        yield from _inside(place, before[key], question)
        conditions = in_words(old, before[key]), in_words(new, question)
        if conditions[0] != conditions[1]:
            yield Difference(place, f"Gefragt wird: {conditions[1] or 'alle.'}")
    for key in (each for each in before if each not in after):
        yield Difference(_called(before[key]), "Die Frage ist weggefallen.")
    for section in new.sections:
        kept = [each.key for each in section.questions if each.key in before]
        if kept != sorted(kept, key=[*before].index):
            yield Difference(_called(section), "Die Fragen stehen in anderer Reihenfolge.")


def _homes(document: Document) -> Mapping[str, str]:
    return {each.key: section.key for section in document.sections for each in section.questions}


def _inside(place: str, old: Question, new: Question) -> Iterator[Difference]:
    yield from _texts(place, "Wortlaut", old.text, new.text)
    yield from _texts(place, "Hinweis", old.hint, new.hint)
    yield from _parts(place, "Antwort", old.options, new.options)
    yield from _parts(place, "Zeile", old.rows, new.rows)
    if old.required != new.required:
        yield Difference(place, f"Ist jetzt {'Pflicht' if new.required else 'freiwillig'}.")
    numbers = ("scored", "topics", "least", "most", "classes", "longest")
    if any(getattr(old, each) != getattr(new, each) for each in numbers):
        yield Difference(place, "Grenzen oder Auswertung sind anders.")


def _parts(place: str, what: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Difference]:
    before, after = ({each.key: each for each in parts} for parts in (old, new))
    for key, part in after.items():
        called = said(part.text, GERMAN)
        if key not in before:
            yield Difference(place, f"Neue {what}: „{called}“.")
        elif before[key] != part:
            yield from _texts(place, what, before[key].text, part.text)
            if before[key].model_copy(update={"text": part.text}) != part:
                yield Difference(place, f"{what} „{called}“ gilt jetzt anders.")
    for key in (each for each in before if each not in after):
        yield Difference(place, f"{what} weggefallen: „{said(before[key].text, GERMAN)}“.")
    if _order(before, after) != _order(after, before):
        many = "Antworten" if what == "Antwort" else "Zeilen"
        yield Difference(place, f"{many} stehen in anderer Reihenfolge.")
