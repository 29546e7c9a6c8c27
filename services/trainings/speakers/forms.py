"""What the office writes down of an election."""

from datetime import date
from typing import Annotated, ClassVar

from services.trainings.speakers.models import Speaker
from services.trainings.speakers.values import REFUSED
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class SpeakerForm(Form):
    """Who, from when, and until when."""

    model: ClassVar = Speaker
    refusals: ClassVar = REFUSED

    who: Annotated[str, PlainText(160), Label("Wer", hint="Vor- und Nachname, wie im Verzeichnis")]
    since: date
    until: Annotated[date, Label(hint="der ganze Tag zählt noch")]
    decision: Annotated[str, PlainText(40, min=0), Label("Folgt aus Beschluss")] = ""


class EndForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED
