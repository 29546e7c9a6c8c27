"""What somebody is asked who signs in by mail."""

from typing import Annotated, ClassVar

from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText

Target = Annotated[str, PlainText(2000, min=0), Hidden]
"""The page somebody wanted to see."""


class AddressForm(Form):
    """To which address the code goes."""

    refusals: ClassVar = {
        "too-many-codes": "Für diese Adresse wurden in der letzten Stunde schon fünf Codes"
        " angefordert. Bitte warten Sie eine Stunde."
    }

    address: Annotated[
        str,
        PlainText(254, min=3),
        Label("Ihre Mail-Adresse", widget="email", autocomplete="username"),
    ]
    weiter: Target = ""


class CodeForm(Form):
    """The code; with blanks and hyphens as they come along when it is pasted."""

    code: Annotated[
        str,
        PlainText(40),
        Label("Code", hint="sechs Ziffern", autocomplete="one-time-code", inputmode="numeric"),
    ]
    weiter: Target = ""
