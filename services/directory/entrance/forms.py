"""What somebody is asked who is not signed in."""

from typing import Annotated, ClassVar

from services.directory.forms import Target
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class AddressForm(Form):
    """To which address the code goes."""

    kept_in: ClassVar = ("code_requests",)
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
