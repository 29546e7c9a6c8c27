"""What is asked in the second step."""

from typing import Annotated, ClassVar

from services.directory.passkeys.values import Brought
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText

_TOO_MANY = {
    "too-many-codes": "Es wurde zu oft etwas Falsches eingegeben. Bitte warten Sie eine Stunde.",
    "too-many-attempts": "Von Ihrem Anschluss aus ist zu oft etwas Falsches eingegeben worden."
    " Bitte warten Sie einige Minuten.",
}


class SecondStep(Form):
    """A code of the app, or one of the recovery codes."""

    refusals: ClassVar = _TOO_MANY

    code: Annotated[
        str,
        PlainText(40),
        Label(
            "Code",
            hint="sechs Ziffern aus der App, oder ein Wiederherstellungscode",
            autocomplete="one-time-code",
        ),
    ]


class FirstStep(SecondStep):
    """Of an app that is being set up."""

    code: Annotated[
        str,
        PlainText(40),
        Label(
            "Code",
            hint="sechs Ziffern aus der App",
            autocomplete="one-time-code",
            inputmode="numeric",
        ),
    ]


class RecoveryStep(SecondStep):
    """Where somebody has no app."""

    code: Annotated[str, PlainText(40), Label("Wiederherstellungscode", autocomplete="off")]


class PasskeyStep(Form):
    """What a passkey has signed, as JSON; the page's script fills it in."""

    refusals: ClassVar = _TOO_MANY

    credential: Annotated[str, PlainText(10_000), Hidden]
    name: Annotated[str, PlainText(60, min=0), Hidden] = ""

    @property
    def brought(self) -> Brought:
        return Brought(self.name or "Passkey", self.credential)
