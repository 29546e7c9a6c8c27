"""What is looked for."""

from typing import Annotated

from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class SearchForm(Form):
    """A name, or parts of it."""

    text: Annotated[
        str,
        PlainText(160, min=0),
        Label("Suche", hint="Name, Schule oder Organisation", autocomplete="off"),
    ] = ""
