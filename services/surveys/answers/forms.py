"""The questionnaire as it is filled in."""

from typing import Annotated, Literal

from services.surveys.answers.rules import LONGEST_REMARK, Answer
from services.surveys.answers.values import EXIT_ITEMS, ITEMS, SCALE
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText

_Rating = Literal["1", "2", "3", "4", "5"]
_STATEMENTS = {
    item.code: Label(
        item.text,
        missing="Bitte wählen Sie eine Antwort aus.",
        widget="radios",
        choices=[(str(value), text) for value, text in SCALE.items()],
    )
    for item in (*ITEMS, *EXIT_ITEMS)
}


_KEPT_SHORT = (
    "Bitte keine Namen, keine Fälle und nichts über Schüler*innen. Höchstens"
    f" {LONGEST_REMARK} Zeichen."
)


class AnswerForm(Form):
    """What somebody thinks of three statements, and a remark."""

    belonging: Annotated[_Rating, _STATEMENTS["belonging"]]
    support: Annotated[_Rating, _STATEMENTS["support"]]
    voice: Annotated[_Rating, _STATEMENTS["voice"]]
    remark: Annotated[
        str,
        FreeText(LONGEST_REMARK, min=0),
        Label("Was hat Ihnen geholfen, was hat gefehlt?", hint=_KEPT_SHORT),
    ] = ""

    @property
    def answer(self) -> Answer:
        """What is stored of it."""
        ratings = {item.code: int(getattr(self, item.code)) for item in ITEMS}
        return Answer(ratings, self.remark or None)


class ExitForm(Form):
    """The same of somebody who leaves."""

    belonged: Annotated[_Rating, _STATEMENTS["belonged"]]
    supported: Annotated[_Rating, _STATEMENTS["supported"]]
    conditions: Annotated[_Rating, _STATEMENTS["conditions"]]
    recommended: Annotated[_Rating, _STATEMENTS["recommended"]]
    remark: Annotated[
        str,
        FreeText(LONGEST_REMARK, min=0),
        Label("Was hätten Sie gebraucht, um zu bleiben? Was war gut?", hint=_KEPT_SHORT),
    ] = ""

    @property
    def answer(self) -> Answer:
        """What is stored of it."""
        ratings = {item.code: int(getattr(self, item.code)) for item in EXIT_ITEMS}
        return Answer(ratings, self.remark or None)
