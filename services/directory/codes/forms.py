"""What somebody is asked who signs in by mail."""

from typing import Annotated

from services.directory.forms import Target
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class CodeForm(Form):
    """The code; with blanks and hyphens as they come along when it is pasted."""

    code: Annotated[
        str,
        PlainText(40),
        Label("Code", hint="sechs Ziffern", autocomplete="one-time-code", inputmode="numeric"),
    ]
    weiter: Target = ""
