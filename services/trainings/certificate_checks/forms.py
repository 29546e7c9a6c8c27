"""What somebody types from a certificate's paper."""

from typing import Annotated, ClassVar

from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText

WRONG = "Dieser Code stimmt nicht. Bitte prüfen Sie jedes Zeichen; der Code hat 17 Stellen."


class CheckForm(Form):
    """The code."""

    refusals: ClassVar = {"wrong-code": WRONG}

    code: Annotated[
        str,
        PlainText(40),
        Label("Prüfcode", hint="steht auf der Bescheinigung, zum Beispiel K7F2-9QXM-3TBA-00ZV-P"),
    ]
