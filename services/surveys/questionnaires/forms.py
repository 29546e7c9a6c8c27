"""What an office says of a questionnaire as a whole."""

from typing import Annotated, ClassVar

from services.surveys.questionnaires.models import Questionnaire
from services.surveys.questionnaires.values import GERMAN, LANGUAGES
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText

FURTHER = [(code, name) for code, name in LANGUAGES.items() if code != GERMAN]
_LANGUAGES = Label("Weitere Sprachen", hint="Deutsch ist immer dabei", choices=FURTHER)
REFUSED = {
    "version-frozen": "Von diesem Fragebogen gibt es festgehaltene Fassungen, nach denen gefragt"
    " wurde oder noch gefragt wird. Er bleibt deshalb.",
}


class QuestionnaireSearch(Form):
    """What is looked for."""

    text: Annotated[str, PlainText(120, min=0), Label("Titel enthält")] = ""


class QuestionnaireForm(Form):
    """A new one."""

    model: ClassVar = Questionnaire

    title: Annotated[str, PlainText(120)]
    languages: Annotated[tuple[str, ...], _LANGUAGES] = ()


class HeadForm(QuestionnaireForm):
    """The same of one that is there."""

    version: Annotated[int, Hidden]


class DeleteQuestionnaireForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED
