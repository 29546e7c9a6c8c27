"""What the office says of a question."""

from datetime import date
from typing import Annotated, ClassVar

from services.trainings.questions.models import AnswerLimit, Question
from services.trainings.questions.values import MEALS, REFUSED, QuestionKind
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText, PlainText


class QuestionForm(Form):
    """What is asked, and how it may be answered."""

    model: ClassVar = Question
    refusals: ClassVar = REFUSED

    kind: QuestionKind
    text: Annotated[str, PlainText(160)]
    hint: Annotated[str, PlainText(200, min=0), Label(hint="steht unter der Frage")] = ""
    choices: Annotated[
        str,
        FreeText(1000, min=0),
        Label(hint="je Zeile eine, nur für Auswahl und Essen. Leer bei Essen: " + ", ".join(MEALS)),
    ] = ""
    required: Annotated[bool, Label("Ohne Antwort keine Anmeldung")] = False
    decisive: Annotated[
        bool,
        Label(
            "Eine andere Antwort nach der Freigabe braucht eine neue Freigabe",
            hint="der Platz bleibt so lange",
        ),
    ] = False
    later: Annotated[
        bool,
        Label(
            "Erst nach der Freigabe fragen",
            hint="wo Sie jede Anmeldung freigeben; für die Freigabe zählt die Antwort dann nicht",
        ),
    ] = False


class LimitForm(Form):
    """How long answers may change."""

    model: ClassVar = AnswerLimit
    refusals: ClassVar = REFUSED

    until: Annotated[date | None, Label(hint="der ganze Tag zählt noch; leer: bis zum Beginn")] = (
        None
    )
    version: Annotated[int, Hidden] = 0


class RemoveForm(Form):
    """Nothing but that it was meant."""
