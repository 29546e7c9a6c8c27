"""What of a text is made unreadable."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText

REFUSED: Mapping[str, str] = {
    "passage-unknown": "Diese Stelle steht so nicht im Text. Bitte übernehmen Sie sie wörtlich.",
}


class BlackenForm(Form):
    """A passage as it stands there, or nothing for all of it."""

    refusals: ClassVar = REFUSED

    passage: Annotated[
        str,
        FreeText(2000, min=0),
        Label("Stelle, die niemand lesen soll", hint="wörtlich; leer: der ganze Text", rows=2),
    ] = ""
