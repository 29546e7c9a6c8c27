"""What the office writes: chapters, standards with indicators, and until when something runs."""

from datetime import date
from typing import Annotated, ClassVar

from services.surveys.framework.models import ChapterText
from services.surveys.framework.values import REFUSED
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText, PlainText

LONGEST = 20_000


class ChapterForm(Form):
    """Title and text of a chapter; ``version`` is the one they began with."""

    model: ClassVar = ChapterText
    refusals: ClassVar = REFUSED

    title: Annotated[str, PlainText(120)]
    body: Annotated[
        str, FreeText(LONGEST), Label("Text", hint="Absätze trennt eine leere Zeile", rows=18)
    ]
    version: Annotated[int, Hidden] = 0


class UntilForm(Form):
    """How long people have time."""

    refusals: ClassVar = REFUSED

    last_day: Annotated[date, Label("Letzter Tag", hint="der ganze Tag zählt noch")]


class StepForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED
