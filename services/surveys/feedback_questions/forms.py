"""What the office says of a question."""

from typing import Annotated, ClassVar

from services.surveys.feedback.values import AnswerKind
from services.surveys.feedback_questions.models import FeedbackQuestion
from services.surveys.feedback_questions.values import MOST_OPTIONS, REFUSED
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText, PlainText


class OwnQuestionForm(Form):
    """What is asked, and how it is answered."""

    model: ClassVar = FeedbackQuestion
    refusals: ClassVar = REFUSED

    kind: AnswerKind
    text: Annotated[
        str,
        PlainText(200),
        Label(hint="bei einer Aussage der Satz, dem man zustimmt; bitte ohne Namen"),
    ]
    options: Annotated[
        str,
        FreeText(1000, min=0),
        Label(needed="nur für eine Auswahl", hint=f"je Zeile eine, höchstens {MOST_OPTIONS}"),
    ] = ""


class RemoveQuestionForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED
