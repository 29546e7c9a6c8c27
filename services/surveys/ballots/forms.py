"""What is asked of those who vote."""

from datetime import date
from typing import Annotated, ClassVar

from services.surveys.ballots.models import FrameworkVote
from services.surveys.ballots.values import REFUSED, Choice
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText, PlainText


class OpenForm(Form):
    """Until when it runs."""

    refusals: ClassVar = REFUSED

    last_day: Annotated[date, Label("Letzter Tag", hint="der ganze Tag zählt noch")]


class VoteForm(Form):
    """One of three, on the text that they had before them."""

    model: ClassVar = FrameworkVote
    refusals: ClassVar = REFUSED

    choice: Annotated[Choice, Label("Ihre Stimme", widget="radios")]
    reason: Annotated[
        str, FreeText(1000, min=0), Label(hint="steht am Ende mit Ihrem Namen da")
    ] = ""
    sha256: Annotated[str, PlainText(64, min=0), Hidden] = ""
