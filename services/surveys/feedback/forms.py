"""The questions as they are answered."""

from dataclasses import replace
from typing import Annotated, Literal

from services.surveys.feedback.values import (
    LONGEST_TEXT,
    MISSING,
    NO_ANSWER,
    NOTHING_SAID,
    OWN,
    SCALE,
    STATEMENTS,
    TEXTS,
    AnswerKind,
    Question,
)
from shared.web.kit.fields import Hidden, Kind, Label, field_kinds
from shared.web.kit.forms import Form
from shared.web.text import FreeText

_Rating = Literal["1", "2", "3", "4", "5", "none"]
_STATEMENTS = {
    each.key: Label(
        each.text,
        missing=MISSING,
        widget="radios",
        choices=[*SCALE.items(), (NO_ANSWER, NOTHING_SAID)],
    )
    for each in STATEMENTS
}
_HINT = f"Bitte keine Namen, keine Fälle. Höchstens {LONGEST_TEXT} Zeichen."
_TEXTS = {each.key: Label(each.text, hint=_HINT) for each in TEXTS}
_OWN = Label("Eine Frage Ihrer Koordinierungsstelle")
_Words = Annotated[str, FreeText(LONGEST_TEXT, min=0)]


class FeedbackForm(Form):
    """Four statements, two texts, and between them what the office asks about this gathering.

    ``step`` comes from the page that shows them again.
    """

    useful: Annotated[_Rating, _STATEMENTS["useful"]]
    understandable: Annotated[_Rating, _STATEMENTS["understandable"]]
    time: Annotated[_Rating, _STATEMENTS["time"]]
    recommend: Annotated[_Rating, _STATEMENTS["recommend"]]
    own1: Annotated[_Words, _OWN] = ""
    own2: Annotated[_Words, _OWN] = ""
    own3: Annotated[_Words, _OWN] = ""
    good: Annotated[_Words, _TEXTS["good"]] = ""
    better: Annotated[_Words, _TEXTS["better"]] = ""
    step: Annotated[Literal["", "back", "send"], Hidden] = ""

    @property
    def answers(self) -> dict[str, str]:
        """By question."""
        keys = [each.key for each in (*STATEMENTS, *TEXTS)]
        return {key: getattr(self, key) for key in (*keys, *OWN)}


def kind_of(question: Question) -> Kind:
    """How the form asks one of the office's questions."""
    usual = field_kinds(FeedbackForm)[question.key]
    if question.kind is AnswerKind.TEXT:
        return replace(usual, label=Label(question.text, hint=_HINT))
    choices = [*question.answers.items(), (NO_ANSWER, NOTHING_SAID)]
    label = Label(question.text, missing=MISSING, widget="radios")
    return replace(usual, label=label, widget="radios", required=True, choices=choices)
