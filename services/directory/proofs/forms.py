"""What is asked of somebody who is to prove who they are."""

from typing import Annotated, ClassVar

from services.directory.forms import Target
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText

_TOO_MANY = {
    "too-many-codes": "Das war zu oft. Bitte warten Sie eine Stunde.",
    "too-many-attempts": "Von Ihrem Anschluss aus ist zu oft etwas Falsches eingegeben worden."
    " Bitte warten Sie einige Minuten.",
}


class Onward(Form):
    """Nothing but where to go on to."""

    refusals: ClassVar = _TOO_MANY

    weiter: Target = ""


class MailedCode(Onward):
    """The code from the mail."""

    code: Annotated[
        str,
        PlainText(40),
        Label("Code", hint="sechs Ziffern", autocomplete="one-time-code", inputmode="numeric"),
    ]


class SecondStepCode(MailedCode):
    """A code of the app, or one of the recovery codes."""

    code: Annotated[
        str,
        PlainText(40),
        Label(
            "Code",
            hint="sechs Ziffern aus der App, oder ein Wiederherstellungscode",
            autocomplete="one-time-code",
        ),
    ]


class SignedByPasskey(Onward):
    """What a passkey has signed, as JSON; the page's script fills it in."""

    credential: Annotated[str, PlainText(10_000), Hidden]
