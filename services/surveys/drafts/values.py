"""A questionnaire while it is edited; whatever is done to it gives another one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy.exc import NoResultFound

from services.surveys.questionnaires.values import (
    LANGUAGES,
    Document,
    Option,
    Question,
    Row,
    Section,
    Words,
)

HOME, LIST = "/frageboegen", "Fragebögen"
DIRECTIONS = {"hoch": -1, "runter": 1}
FIELDS: Mapping[str, str] = {each.partition("-x-")[2] or each: each for each in LANGUAGES}
"""Languages by the names of the fields in which one writes: `leicht` for plain German."""


@dataclass(frozen=True)
class Keys:
    """What an address names of a questionnaire, as far as it does."""

    section: str = ""
    question: str = ""
    which: str = ""
    part: str = ""


T = TypeVar("T", Section, Question, Option, Row)


def found(items: Sequence[T], key: str) -> T:
    """Raises ``NoResultFound``."""
    for each in items:
        if each.key == key:
            return each
    raise NoResultFound


def moved(items: Sequence[T], key: str, by: int) -> tuple[T, ...]:
    """One place on; at the end nothing moves."""
    before = list(items)
    place = before.index(found(items, key))
    if 0 <= place + by < len(before):
        before.insert(place + by, before.pop(place))
    return tuple(before)


def without(items: Sequence[T], key: str) -> tuple[T, ...]:
    """The others."""
    found(items, key)
    return tuple(each for each in items if each.key != key)


def replaced(items: Sequence[T], part: T) -> tuple[T, ...]:
    """With another one of the same key in its place."""
    found(items, part.key)
    return tuple(part if each.key == part.key else each for each in items)


@dataclass(frozen=True)
class Draft:
    """``next_key`` only grows: a key that was given is never given again."""

    document: Document
    next_key: int
    title: str = ""
    version: int = 0

    def keyed(self, letter: str) -> tuple["Draft", str]:
        """The same, and a new key."""
        return replace(self, next_key=self.next_key + 1), f"{letter}{self.next_key}"

    def section(self, key: str) -> Section:
        """Raises ``NoResultFound``."""
        return found(self.document.sections, key)

    def question(self, key: str) -> Question:
        """Raises ``NoResultFound``."""
        return found([*self.document.questions.values()], key)

    def section_of(self, question: str) -> Section:
        """Raises ``NoResultFound``."""
        for each in self.document.sections:
            if any(one.key == question for one in each.questions):
                return each
        raise NoResultFound

    def with_sections(self, sections: Sequence[Section]) -> "Draft":
        document = self.document.model_copy(update={"sections": tuple(sections)})
        return replace(self, document=document)

    def with_section(self, title: Words, intro: Words) -> "Draft":
        """At the end."""
        draft, key = self.keyed("s")
        section = Section(key=key, title=title, intro=intro)
        return draft.with_sections([*draft.document.sections, section])

    def changed_section(self, key: str, **values: object) -> "Draft":
        section = self.section(key).model_copy(update=values)
        return self.with_sections(replaced(self.document.sections, section))

    def with_question(self, section: str, question: Question) -> "Draft":
        """At the end of the section."""
        return self.changed_section(section, questions=(*self.section(section).questions, question))

    def changed_question(self, key: str, **values: object) -> "Draft":
        section = self.section_of(key)
        question = found(section.questions, key).model_copy(update=values)
        questions = replaced(section.questions, question)
        return self.changed_section(section.key, questions=questions)

    def moved(self, key: str, by: int) -> "Draft":
        """A section among its like; a question within its section, then on to the next one."""
        if any(each.key == key for each in self.document.sections):
            return self.with_sections(moved(self.document.sections, key, by))
        section = self.section_of(key)
        questions = moved(section.questions, key, by)
        if questions != section.questions:
            return self.changed_section(section.key, questions=questions)
        return self._carried(key, section, by)

    def _carried(self, key: str, section: Section, by: int) -> "Draft":
        sections = self.document.sections
        place = sections.index(section) + by
        if not 0 <= place < len(sections):
            return self
        question, there = found(section.questions, key), sections[place]
        joined = (question, *there.questions) if by > 0 else (*there.questions, question)
        left = self.changed_section(section.key, questions=without(section.questions, key))
        return left.changed_section(there.key, questions=joined)

    def without(self, key: str) -> "Draft":
        """Without a section and all in it, or a question; conditions on it stay, and are shown."""
        if any(each.key == key for each in self.document.sections):
            return self.with_sections(without(self.document.sections, key))
        section = self.section_of(key)
        return self.changed_section(section.key, questions=without(section.questions, key))

    def copied(self, key: str) -> "Draft":
        """The question once more, right behind it, with keys of its own."""
        section = self.section_of(key)
        draft, new = self.keyed("q")
        question = found(section.questions, key)
        draft, options = draft.rekeyed(question.options, "a")
        draft, rows = draft.rekeyed(question.rows, "z")
        update = {"key": new, "options": options, "rows": rows, "follows": None}
        place = section.questions.index(question) + 1
        questions = [*section.questions]
        questions.insert(place, question.model_copy(update=update))
        return draft.changed_section(section.key, questions=tuple(questions))

    def rekeyed(self, parts: Sequence[T], letter: str) -> tuple["Draft", tuple[T, ...]]:
        draft, made = self, []
        for each in parts:
            draft, key = draft.keyed(letter)
            made.append(each.model_copy(update={"key": key}))
        return draft, tuple(made)


def trail(home: str, title: str, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """The crumbs below those of the menu, by the address of the questionnaire's page."""
    return [(LIST, home.rpartition("/")[0]), (title, home), *further]


Work = Callable[[Draft], Draft]


def dependent_on(document: Document, keys: set[str]) -> Sequence[Question]:
    """The questions, other than these, whose conditions name one of them."""
    return [
        each
        for each in document.questions.values()
        if each.key not in keys
        and any(one.question in keys for clause in each.show_if for one in clause)
    ]
