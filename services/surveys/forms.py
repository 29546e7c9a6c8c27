"""What several capabilities ask."""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from services.surveys.values import REPLY_REFUSED, SHEET_REFUSED, Level, Reply
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText


class ReplyForm(Form):
    """What the owner of a measure says of it."""

    kept_in: ClassVar = ("measures",)
    refusals: ClassVar = REPLY_REFUSED

    reply: Annotated[Reply, Label("Wie steht es?", widget="radios")]
    until: Annotated[date | None, Label("Bis wann?", needed="nur, wenn Sie mehr Zeit brauchen")] = (
        None
    )
    note: Annotated[
        str,
        FreeText(500, min=0),
        Label("Was die Koordinierungsstelle wissen sollte", rows=3),
    ] = ""


class SheetForm(Form):
    """What one of both says of a standard, or that they agree with all that is written.

    ``entry`` is the standard, and ``version`` what was seen of it; of those who agree, what was
    seen of the whole.
    """

    kept_in: ClassVar = ("assessment_entries",)
    refusals: ClassVar = SHEET_REFUSED

    entry: Annotated[UUID | None, Hidden] = None
    agree: Annotated[bool, Hidden] = False
    level: Annotated[
        Level | None, Label("Stufe", widget="radios", needed="ohne Stufe wird nichts gespeichert")
    ] = None
    evidence: Annotated[str, FreeText(2000, min=0), Label("Woran sieht man das?", rows=4)] = ""
    intention: Annotated[
        str,
        FreeText(1000, min=0),
        Label("Was wir uns vornehmen", rows=3),
    ] = ""
    version: Annotated[int, Hidden] = 0
