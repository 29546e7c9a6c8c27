"""What is asked of somebody who changes their own second step."""

from typing import Annotated

from services.directory.passkeys.values import Brought
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class NewApp(Form):
    """A code of an app that knows the key; ``sealed`` is the key."""

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
    sealed: Annotated[str, PlainText(1000, min=0), Hidden] = ""


class NewPasskey(Form):
    """What a new passkey has signed, as JSON; the page's script fills it in."""

    name: Annotated[str, PlainText(60), Hidden]
    credential: Annotated[str, PlainText(10_000), Hidden]

    @property
    def brought(self) -> Brought:
        return Brought(self.name, self.credential)
