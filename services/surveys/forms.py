"""What several capabilities ask."""

from datetime import date
from typing import Annotated, ClassVar

from services.surveys.values import REPLY_REFUSED, Reply
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText


class ReplyForm(Form):
    """What the owner of a measure says of it."""

    refusals: ClassVar = REPLY_REFUSED

    reply: Annotated[Reply, Label("Wie steht es?", widget="radios")]
    until: Annotated[date | None, Label("Bis wann?", hint="nur, wenn Sie mehr Zeit brauchen")] = (
        None
    )
    note: Annotated[
        str,
        FreeText(500, min=0),
        Label("Was die Koordinierungsstelle wissen sollte", rows=3),
    ] = ""
