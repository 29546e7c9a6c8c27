"""Why the office asks for somebody."""

from typing import Annotated

from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class PaperForm(Form):
    """Somebody who does not sign in is told on paper."""

    reason: Annotated[
        str,
        PlainText(300),
        Label("Warum auf Papier?", hint="Zum Beispiel: Brief vom 3. Mai, Ausweis gesehen."),
    ]
