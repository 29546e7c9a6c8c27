"""Answers as a form asks for them, and as the office's list shows them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from services.trainings.questions.values import LONGEST_ANSWER, Asked, QuestionKind
from shared.contracts.gatherings import Place
from shared.contracts.words import word
from shared.web.kit.fields import Field, Kind, Label
from shared.web.kit.forms import Entered, Form

F = TypeVar("F", bound=Form)
KEPT = timedelta(days=14)
"""After the end of the gathering nobody needs them."""
AGAIN = "Freigabe erneut nötig"

REFUSED = {
    "answers-missing": "Bitte beantworten Sie die Fragen unten.",
    "answers-frozen": "Ihre Angaben lassen sich nicht mehr ändern. Bitte wenden Sie sich an die"
    " Koordinierungsstelle.",
}


@dataclass(frozen=True)
class Questionnaire(Entered[F]):
    """A form with the questions of a gathering behind its own fields."""

    asked: Sequence[Field] = ()

    @property
    def fields(self) -> list[Field]:
        """Its own, then those."""
        return [*super().fields, *self.asked]


def with_questions(
    form: Entered[F],
    questions: Sequence[Asked],
    typed: Mapping[str, str],
    faults: Mapping[str, str],
) -> Questionnaire[F]:
    """``typed`` and ``faults`` are by the names of fields."""
    said = {name: text for name, text in form.errors.items() if not (faults and name == "")}
    first = next(iter(faults), None) if not said else None
    asked = [
        Field(
            each.field,
            _kind(each),
            typed.get(each.field, ""),
            faults.get(each.field),
            focus=each.field == first,
        )
        for each in questions
    ]
    return Questionnaire(
        form.form,
        form.typed,
        {**said, **faults},
        offered=form.offered,
        left_out=form.left_out,
        key=form.key,
        asked=asked,
    )


def _kind(question: Asked) -> Kind:
    label = Label(question.text, hint=question.hint, rows=2)
    choices = [(each, each) for each in question.choices]
    widget: Any = "text" if question.kind is QuestionKind.TEXT else "textarea"
    return Kind(
        label,
        "select" if choices else widget,
        str,
        question.required,
        max_length=None if choices else LONGEST_ANSWER,
        choices=choices,
    )


@dataclass(frozen=True)
class Own:
    """What somebody has answered; ``answered`` is false for who was registered by another."""

    questions: Sequence[Asked] = ()
    answers: Mapping[UUID, str] = field(default_factory=dict)
    answered: bool = False
    again: bool = False
    changeable_until: date | None = None

    @property
    def typed(self) -> Mapping[str, str]:
        """As a form shows it."""
        return {each.field: self.answers.get(each.id, "") for each in self.questions}

    @property
    def missing(self) -> bool:
        """Whether something has still to be said."""
        return bool(self.questions) and (not self.answered or lacks(self.questions, self.answers))

    @property
    def shown(self) -> list[tuple[str, str]]:
        """Question and answer."""
        return [(each.text, self.answers.get(each.id, "–")) for each in self.questions]


@dataclass(frozen=True)
class Line:
    """Somebody in the office's list."""

    id: UUID
    name: str
    place: Place
    own: Own

    @property
    def standing(self) -> str:
        """vollständig, fehlt noch"""
        if self.own.missing:
            return "fehlt noch"
        return AGAIN if self.own.again else "vollständig"

    @property
    def seat(self) -> str:
        return word(Place, self.place)


@dataclass(frozen=True)
class Tally:
    """How often each answer of a choice was given; of a text, how many wrote something."""

    text: str
    counted: Sequence[tuple[str, int]]

    @property
    def in_words(self) -> tuple[str, str]:
        """Essen; vegan: 3, alles: 20, ohne: 1"""
        return self.text, ", ".join(f"{each}: {number}" for each, number in self.counted)


def tally(questions: Sequence[Asked], lines: Sequence[Line]) -> list[Tally]:
    """Only for those who have a seat, for whom food is ordered."""
    seated = [each.own.answers for each in lines if each.place is Place.CONFIRMED]
    found = []
    for question in questions:
        given = Counter(each[question.id] for each in seated if question.id in each)
        counted = [(each, given[each]) for each in question.choices]
        counted = counted or [("mit Antwort", given.total())]
        found.append(Tally(question.text, [*counted, ("ohne", len(seated) - given.total())]))
    return found


def lacks(questions: Sequence[Asked], answers: Mapping[UUID, str]) -> bool:
    """Whether one that needs an answer has none."""
    return any(each.required and each.id not in answers for each in questions)
