"""What is asked before an address is tried again."""

from typing import Annotated, ClassVar

from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class AgainForm(Form):
    """Why it is believed to live."""

    kept_in: ClassVar = ("address_health",)
    refusals: ClassVar = {
        "address-takes-mail": "Diese Adresse wird inzwischen schon wieder versucht."
    }

    because: Annotated[
        str,
        PlainText(400),
        Label(
            "Warum sie wieder geht",
            hint="Zum Beispiel: Das Postfach war voll und ist jetzt geleert.",
        ),
    ]
