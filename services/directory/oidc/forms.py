"""What somebody is asked whose account at the provider is nobody's yet."""

from typing import Annotated, ClassVar

from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class OwnAddress(Form):
    """Which address the office has on record."""

    kept_in: ClassVar = ("code_requests",)
    refusals: ClassVar = {
        "too-many-codes": "Für diese Adresse wurden in der letzten Stunde schon fünf Codes"
        " angefordert. Bitte warten Sie eine Stunde."
    }

    address: Annotated[
        str,
        PlainText(254, min=3),
        Label("Ihre Mail-Adresse", widget="email", autocomplete="email"),
    ]


class ProvingCode(Form):
    """The code that went there; with blanks and hyphens as they come along when it is pasted."""

    refusals: ClassVar = {
        "second-step": "Hier ist schon ein zweiter Schritt eingerichtet, und ein Code allein genügt"
        " dann nicht. Bitte lassen Sie das Dienstkonto zuordnen, oder melden Sie sich ohne es an:"
        " mit diesem Code und dem zweiten Schritt."
    }

    code: Annotated[
        str,
        PlainText(40),
        Label("Code", hint="sechs Ziffern", autocomplete="one-time-code", inputmode="numeric"),
    ]


class AskedOffice(Form):
    """Whose office is to look after the account."""

    municipality: Annotated[str, PlainText(8, min=8), Label("Kommune")]
