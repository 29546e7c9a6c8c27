"""Which messages are looked for."""

from typing import Annotated

from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class MessageSearch(Form):
    """By what its name, its summary or a field says."""

    text: Annotated[str, PlainText(80, min=0), Label("Suche", hint="Name oder Feld")] = ""
