"""The questions as they are answered."""

from typing import Annotated, Literal

from services.surveys.feedback.values import LONGEST_TEXT, NO_ANSWER, SCALE, STATEMENTS, TEXTS
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText

_Rating = Literal["1", "2", "3", "4", "5", "none"]
_STATEMENTS = {
    each.key: Label(
        each.text,
        missing="Bitte wählen Sie eine Antwort aus, oder „keine Angabe“.",
        widget="radios",
        choices=[*SCALE.items(), (NO_ANSWER, "keine Angabe")],
    )
    for each in STATEMENTS
}
_HINT = f"Bitte keine Namen, keine Fälle. Höchstens {LONGEST_TEXT} Zeichen."
_TEXTS = {each.key: Label(each.text, hint=_HINT) for each in TEXTS}
_Words = Annotated[str, FreeText(LONGEST_TEXT, min=0)]


class FeedbackForm(Form):
    """Four statements and two texts; ``step`` comes from the page that shows them again."""

    useful: Annotated[_Rating, _STATEMENTS["useful"]]
    understandable: Annotated[_Rating, _STATEMENTS["understandable"]]
    time: Annotated[_Rating, _STATEMENTS["time"]]
    recommend: Annotated[_Rating, _STATEMENTS["recommend"]]
    good: Annotated[_Words, _TEXTS["good"]] = ""
    better: Annotated[_Words, _TEXTS["better"]] = ""
    step: Annotated[Literal["", "back", "send"], Hidden] = ""

    @property
    def answers(self) -> dict[str, str]:
        """By question."""
        return {each.key: getattr(self, each.key) for each in (*STATEMENTS, *TEXTS)}
