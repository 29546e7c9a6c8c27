"""Which qualification is looked at."""

from typing import Annotated

from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class MissingSearch(Form):
    """The first that is asked of all, unless one is chosen."""

    kind: Annotated[str, PlainText(40, min=0), Label("Qualifikation")] = ""
