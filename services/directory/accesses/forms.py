"""What an office looks for in what was done."""

from datetime import date
from typing import Annotated

from services.directory.accesses.values import Side
from shared.web.accesses import Act
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class AccessSearch(Form):
    """Somebody by name, and what and when."""

    text: Annotated[str, PlainText(160, min=0), Label("Person", hint="Name oder Teil davon")] = ""
    side: Annotated[Side | None, Label("Gemeint ist die Person,")] = None
    act: Annotated[Act | None, Label("Was")] = None
    since: Annotated[date | None, Label("Ab")] = None
    until: Annotated[date | None, Label("Bis einschließlich")] = None
