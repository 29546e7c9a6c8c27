"""What the office is asked about an account that is nobody's."""

from typing import Annotated

from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class PersonSearch(Form):
    """For whom the office looks."""

    text: Annotated[
        str,
        PlainText(254, min=0),
        Label("Person suchen", hint="Teil des Namens oder ganze Adresse"),
    ] = ""
