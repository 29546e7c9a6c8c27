"""What is asked in the second step."""

from typing import Annotated, ClassVar

from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class SecondStep(Form):
    """A code of the app, or one of the recovery codes."""

    refusals: ClassVar = {
        "too-many-codes": "Es wurde zu oft ein falscher Code eingegeben. Bitte warten Sie eine"
        " Stunde.",
    }

    code: Annotated[
        str,
        PlainText(40),
        Label(
            "Code",
            hint="sechs Ziffern aus der App, oder ein Wiederherstellungscode",
            autocomplete="one-time-code",
        ),
    ]
