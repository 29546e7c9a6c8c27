"""What the office is asked about a hold."""

from datetime import date
from typing import Annotated, ClassVar

from services.directory.legal_holds.models import LegalHold
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class HoldForm(Form):
    """Why, and until when; there is none without an end."""

    model: ClassVar = LegalHold
    refusals: ClassVar = {
        "hold-over": "Das Ende liegt in der Vergangenheit.",
        "hold-too-long": "Höchstens drei Jahre; danach lässt sich eine neue Sperre setzen.",
    }

    reason: Annotated[
        str,
        PlainText(200),
        Label(hint="zum Beispiel: Rückforderung, Aktenzeichen 51-12; ohne Namen Einzelner"),
    ]
    last_day: Annotated[date, Label(hint="spätestens dann prüfen, ob es sie noch braucht")]
