"""Which test hires are looked for."""

from typing import Annotated

from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class TrialSearch(Form):
    """By the number that the carrier's system gave."""

    number: Annotated[str, PlainText(80, min=0), Label("Suche", hint="Personalnummer")] = ""
